from fastapi import FastAPI, Query, Response

app = FastAPI()


@app.get("/hello")
async def hello(name: str = Query(min_length=1)) -> Response:
    body = '{"message": "Hello %s"}' % name.strip()
    return Response(body, media_type="application/json")
