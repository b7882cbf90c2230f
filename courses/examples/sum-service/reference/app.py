"""Start it with: uvicorn app:app"""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Sums")


class Numbers(BaseModel):
    numbers: list[int | float]


@app.post("/sum")
async def total(body: Numbers) -> dict:
    return {"sum": sum(body.numbers)}
