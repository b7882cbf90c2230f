import asyncio

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/hello")
async def hello(name: str = Query(min_length=1)) -> dict:
    await asyncio.sleep(0.1)
    return {"message": f"Hello {name}"}
