from fastapi import FastAPI

app = FastAPI()


@app.post("/sum")
async def total(body: dict) -> dict:
    return {"sum": sum(n for n in body.get("numbers") or [] if isinstance(n, (int, float)))}
