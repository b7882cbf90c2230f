"""A greeting service; start it with: uvicorn app:app"""

from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
def hello() -> dict:
    return {"message": "Hello"}
