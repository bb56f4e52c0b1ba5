"""A Svix endpoint on Flask and waitress, with the `svix` package.

It prints its address, and counts the runs of its handler.
"""

import os

import flask
import waitress
from svix.webhooks import Webhook, WebhookVerificationError

app = flask.Flask(__name__)
webhook = Webhook(os.environ["WEBHOOK_SECRET"])
handled = 0


@app.get("/handled")
def runs():
    return str(handled)


@app.post("/hook")
def hook():
    global handled
    try:
        webhook.verify(flask.request.get_data(), dict(flask.request.headers))
    except WebhookVerificationError:
        return "the signature does not match", 400
    handled += 1
    return "", 204


server = waitress.create_server(app, host="127.0.0.1", port=0, threads=16)
print(f"listening on http://127.0.0.1:{server.effective_port}", flush=True)
server.run()
