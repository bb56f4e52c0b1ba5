// A Standard Webhooks endpoint on Node's own HTTP server, with the `standardwebhooks` package. It
// prints its address, and counts the runs of its handler.
const http = require("node:http");
const { Webhook } = require("standardwebhooks");

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
let handled = 0;

const server = http.createServer((request, response) => {
  if (request.method === "GET" && request.url === "/handled") {
    return response.end(String(handled));
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    try {
      webhook.verify(Buffer.concat(chunks), request.headers);
    } catch (error) {
      return response.writeHead(401).end("the signature does not match");
    }
    handled += 1;
    response.end("received");
  });
});

server.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
