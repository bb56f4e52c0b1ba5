"""Runs requests through official Python libraries, as node.cjs does with those for node.

Each function imports its library, so that only those that are asked need to be installed.
"""

import base64
import json
import sys
import time


class Rejected(Exception):
    """The library rejected the request on purpose."""


def terra(request, body):
    from terra.utils.verify_signature import WebhookVerificationError, verify_terra_webhook_signature

    header = request["headers"].get("x-terra-signature") or request["headers"].get("terra-signature")
    tolerance = 300 if request["tolerance"] is None else request["tolerance"]
    try:
        verify_terra_webhook_signature(body, header, request["secret"], tolerance)
    except WebhookVerificationError as error:
        raise Rejected from error


def fintoc(request, body):
    from fintoc.errors import WebhookSignatureError
    from fintoc.webhook import WebhookSignature

    header = request["headers"].get("fintoc-signature", "")
    try:
        WebhookSignature.verify_header(body, header, request["secret"])
    except WebhookSignatureError as error:
        raise Rejected from error


LIBRARIES = {"terra-python": terra, "fintoc (Python)": fintoc}

for line in sys.stdin:
    request = json.loads(line)
    time.time = lambda now=request["now"]: now
    try:
        LIBRARIES[request["library"]](request, base64.b64decode(request["body"]).decode("utf-8", "replace"))
        print("accept")
    except Rejected:
        print("reject")
    except Exception as error:  # an error that the library did not raise on purpose
        print(type(error).__name__)
