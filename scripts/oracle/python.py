"""Runs requests through official Python libraries, as node.cjs does with those for node."""

import base64
import json
import sys
import time

from terra.utils.verify_signature import WebhookVerificationError, verify_terra_webhook_signature


def terra(request, body):
    header = request["headers"].get("x-terra-signature") or request["headers"].get("terra-signature")
    tolerance = 300 if request["tolerance"] is None else request["tolerance"]
    verify_terra_webhook_signature(body, header, request["secret"], tolerance)


LIBRARIES = {"terra-python": (terra, WebhookVerificationError)}

for line in sys.stdin:
    request = json.loads(line)
    time.time = lambda now=request["now"]: now
    ask, refusal = LIBRARIES[request["library"]]
    try:
        ask(request, base64.b64decode(request["body"]).decode("utf-8", "replace"))
        print("accept")
    except refusal:
        print("reject")
    except Exception as error:  # an error that the library did not raise on purpose
        print(type(error).__name__)
