import time

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/hello")
async def hello(name: str = Query(min_length=1)) -> dict:
    time.sleep(0.02)
    return {"message": f"Hello {name}"}
