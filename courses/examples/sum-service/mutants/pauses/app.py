import asyncio

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Numbers(BaseModel):
    numbers: list[int | float]


@app.post("/sum")
async def total(body: Numbers) -> dict:
    await asyncio.sleep(0.2)
    return {"sum": sum(body.numbers)}
