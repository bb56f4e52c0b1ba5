// A Stripe endpoint on Express, as the documentation of the `stripe` package shows it: the raw body
// goes to `constructEvent`. It prints its address, and counts the runs of its handler.
const express = require("express");
const Stripe = require("stripe");

const stripe = new Stripe("sk_test_unused");
const secret = process.env.WEBHOOK_SECRET;
const app = express();
let handled = 0;

app.get("/handled", (_, response) => response.type("text/plain").send(String(handled)));
app.post("/hook", express.raw({ type: "application/json" }), (request, response) => {
  try {
    stripe.webhooks.constructEvent(request.body, request.headers["stripe-signature"], secret);
  } catch (error) {
    return response.status(400).send("the signature does not match");
  }
  handled += 1;
  response.json({ received: true });
});

const server = app.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
