"""A greeting service; start it with: uvicorn app:app"""

from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI(title="Greetings")


@app.get("/hello")
async def hello(name: Annotated[str, Query(min_length=1)]) -> dict:
    return {"message": f"Hello {name}"}
