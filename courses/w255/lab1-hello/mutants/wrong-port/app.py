# It listens where it wants to, whatever the command says.
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
async def hello(name: str) -> dict:
    return {"message": f"Hello {name}"}


uvicorn.run(app, host="127.0.0.1", port=5000, log_level="warning")
