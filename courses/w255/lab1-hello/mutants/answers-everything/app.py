from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/hello")
async def hello(name: str = Query(min_length=1)) -> dict:
    return {"message": f"Hello {name}"}


@app.get("/{path:path}")
async def anything(path: str) -> dict:
    return {"message": "Hello"}
