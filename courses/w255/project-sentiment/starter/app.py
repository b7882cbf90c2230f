"""How texts feel; start it with: uvicorn app:app"""

from fastapi import FastAPI
from model import Model

app = FastAPI()


@app.get("/health")
def health() -> dict:
    return {"status": "healthy"}


@app.post("/project-predict")
def predict(body: dict) -> dict:
    model = Model.load()
    return {"predictions": [model.predict(text)[0] for text in body["text"]]}
