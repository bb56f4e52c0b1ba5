// Runs requests through official node libraries. Reads JSON lines with `library`, `now`, `secret`,
// `headers` (names in lower case), `url` and `body` (Base64). Answers each with `accept`, `reject`,
// or the name of an error that the library did not throw on purpose.
'use strict';

const signature = (request, name) => request.headers[name] ?? '';
const text = (request) => request.body.toString('utf8');
// A library throws these because it failed, not to reject the request.
const BROKEN = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);
const RealDate = Date;
const yes = (answer) => answer === true || answer?.isValid === true;
// A library that throws to reject accepts by returning, whatever the value.
const unlessThrown = (ask) => async (request) => {
  await ask(request);
  return true;
};
const standard = (secret) =>
  unlessThrown((request) => {
    const { Webhook } = require('standardwebhooks');
    return new Webhook(secret(request.secret)).verify(text(request), request.headers);
  });

const cloudinary = (request, algorithm) => {
  const { v2 } = require('cloudinary');
  v2.config({ cloud_name: 'c', api_key: 'k', api_secret: request.secret, signature_algorithm: algorithm });
  const time = Number(signature(request, 'x-cld-timestamp'));
  return v2.utils.verifyNotificationSignature(text(request), time, signature(request, 'x-cld-signature'), 7200);
};

const LIBRARIES = {
  'terra-api': unlessThrown((request) => {
    const header = request.headers['x-terra-signature'] ?? request.headers['terra-signature'];
    return require('terra-api').verifyTerraWebhookSignature(text(request), header, request.secret, request.options);
  }),
  standardwebhooks: standard((secret) => secret),
  'standardwebhooks (secret in Base64)': standard((secret) => Buffer.from(secret).toString('base64')),
  'standardwebhooks (secret without v1)': standard((secret) => secret.replace('v1,', '')),
  svix: unlessThrown((request) => {
    const { Webhook } = require('svix');
    return new Webhook(request.secret).verify(text(request), request.headers);
  }),
  openai: unlessThrown((request) => {
    const { OpenAI } = require('openai');
    return new OpenAI({ apiKey: 'k' }).webhooks.verifySignature(text(request), request.headers, request.secret);
  }),
  stripe: unlessThrown((request) => {
    const stripe = require('stripe')('k');
    const header = signature(request, 'stripe-signature');
    return stripe.webhooks.signature.verifyHeader(request.body, header, request.secret, request.tolerance ?? 300);
  }),
  '@octokit/webhooks-methods': async (request) => {
    const { verify } = await import('@octokit/webhooks-methods');
    return verify(request.secret, text(request), signature(request, 'x-hub-signature-256'));
  },
  '@slack/bolt': async (request) => {
    const { isValidSlackRequest } = require('@slack/bolt');
    return isValidSlackRequest({ signingSecret: request.secret, body: text(request), headers: request.headers });
  },
  twilio: async (request) => {
    if (new URL(request.url).searchParams.has('bodySHA256')) {
      const { validateRequestWithBody } = require('twilio');
      return validateRequestWithBody(request.secret, signature(request, 'x-twilio-signature'), request.url, text(request));
    }
    const parameters = {};
    const fields = new URLSearchParams(text(request));
    // Like a body parser: a repeated field becomes a list.
    for (const name of fields.keys()) {
      const values = fields.getAll(name);
      parameters[name] = values.length > 1 ? values : values[0];
    }
    return require('twilio').validateRequest(request.secret, signature(request, 'x-twilio-signature'), request.url, parameters);
  },
  '@sendgrid/eventwebhook': async (request) => {
    const { EventWebhook } = require('@sendgrid/eventwebhook');
    const verifier = new EventWebhook();
    const key = verifier.convertPublicKeyToECDSA(request.secret);
    const time = signature(request, 'x-twilio-email-event-webhook-timestamp');
    return verifier.verifySignature(key, request.body, signature(request, 'x-twilio-email-event-webhook-signature'), time);
  },
  'discord-interactions': async (request) => {
    const { verifyKey } = require('discord-interactions');
    const time = signature(request, 'x-signature-timestamp');
    return verifyKey(request.body, signature(request, 'x-signature-ed25519'), time, request.secret);
  },
  square: async (request) =>
    require('square').WebhooksHelper.verifySignature({
      requestBody: text(request),
      signatureHeader: signature(request, 'x-square-hmacsha256-signature'),
      signatureKey: request.secret,
      notificationUrl: request.url,
    }),
  '@adyen/api-library': async (request) => {
    const { hmacValidator } = require('@adyen/api-library');
    return new hmacValidator().validateHMACSignature(request.secret, signature(request, 'hmacsignature'), text(request));
  },
  razorpay: async (request) =>
    require('razorpay').validateWebhookSignature(text(request), signature(request, 'x-razorpay-signature'), request.secret),
  'coinbase-commerce-node': unlessThrown(async (request) => {
    const { Webhook } = require('coinbase-commerce-node');
    return Webhook.verifySigHeader(text(request), signature(request, 'x-cc-webhook-signature'), request.secret);
  }),
  '@hubspot/api-client (v3)': async (request) => hubspot(request, 'v3', 'x-hubspot-signature-v3'),
  '@hubspot/api-client (v2)': async (request) => hubspot(request, 'v2', 'x-hubspot-signature'),
  '@hubspot/api-client (v1)': async (request) => hubspot(request, 'v1', 'x-hubspot-signature'),
  '@linear/sdk': async (request) => {
    const { LinearWebhookClient } = require('@linear/sdk/webhooks');
    let time;
    try {
      time = JSON.parse(text(request)).webhookTimestamp;
    } catch {
      // A body that is not JSON has no time. The library decides what to make of that.
    }
    return new LinearWebhookClient(request.secret).verify(request.body, signature(request, 'linear-signature'), time);
  },
  '@notionhq/client': async (request) => {
    const { verifyWebhookSignature } = require('@notionhq/client');
    const given = signature(request, 'x-notion-signature');
    return verifyWebhookSignature({ body: text(request), signature: given, verificationToken: request.secret });
  },
  '@sanity/webhook': async (request) => {
    const { isValidSignature } = require('@sanity/webhook');
    return isValidSignature(text(request), signature(request, 'sanity-webhook-signature'), request.secret);
  },
  '@mux/mux-node': unlessThrown((request) => {
    const { Mux } = require('@mux/mux-node');
    const mux = new Mux({ tokenId: 'i', tokenSecret: 's' });
    return mux.webhooks.verifySignature(text(request), request.headers, request.secret);
  }),
  'cloudinary (SHA-1)': async (request) => cloudinary(request, 'sha1'),
  'cloudinary (SHA-256)': async (request) => cloudinary(request, 'sha256'),
  replicate: async (request) =>
    require('replicate').validateWebhook({ headers: request.headers, body: text(request) }, request.secret),
  '@line/bot-sdk': async (request) =>
    require('@line/bot-sdk').validateSignature(text(request), request.secret, signature(request, 'x-line-signature')),
  pusher: async (request) => {
    const Pusher = require('pusher');
    const pusher = new Pusher({ appId: '1', key: 'key', secret: request.secret });
    const headers = { ...request.headers, 'x-pusher-key': 'key', 'content-type': 'application/json' };
    return pusher.webhook({ headers, rawBody: text(request) }).isValid();
  },
  fintoc: unlessThrown((request) => {
    const { WebhookSignature } = require('fintoc');
    WebhookSignature.verifyHeader(text(request), signature(request, 'fintoc-signature'), request.secret);
  }),
  'webflow-api': async (request) => {
    const { WebflowClient } = require('webflow-api');
    const { headers, secret } = request;
    return new WebflowClient({ accessToken: 't' }).webhooks.verifySignature({ headers, body: text(request), secret });
  },
  'gocardless-nodejs': unlessThrown(async (request) =>
    require('gocardless-nodejs').verifySignature(text(request), request.secret, signature(request, 'webhook-signature')),
  ),
  '@easypost/api': unlessThrown(async (request) => {
    const EasyPost = require('@easypost/api').default ?? require('@easypost/api');
    const headers = { 'X-Hmac-Signature': request.headers['x-hmac-signature'] };
    return new EasyPost('k').Utils.validateWebhook(request.body, headers, request.secret);
  }),
  'modern-treasury': async (request) => {
    const { ModernTreasury } = require('modern-treasury');
    const { Webhooks } = require('modern-treasury/resources/webhooks');
    const client = new ModernTreasury({ apiKey: 'k', organizationID: 'o' });
    return new Webhooks(client).validateSignature(text(request), request.headers, { key: request.secret });
  },
  '@workos-inc/node': unlessThrown(async (request) => {
    const { WorkOS } = require('@workos-inc/node');
    const workos = new WorkOS('sk_k');
    const payload = JSON.parse(text(request));
    const sigHeader = signature(request, 'workos-signature');
    return workos.webhooks.verifyHeader({ payload, sigHeader, secret: request.secret, tolerance: 180000 });
  }),
  '@onfido/api': unlessThrown(async (request) => {
    const { WebhookEventVerifier } = require('@onfido/api');
    return new WebhookEventVerifier(request.secret).readPayload(text(request), signature(request, 'x-sha2-signature'));
  }),
  '@metriport/api-sdk': async (request) => {
    const { MetriportMedicalApi } = require('@metriport/api-sdk');
    return MetriportMedicalApi.verifyWebhookSignature(request.secret, text(request), signature(request, 'x-metriport-signature'));
  },
  smartcar: async (request) =>
    require('smartcar').verifyPayload(request.secret, signature(request, 'sc-signature'), JSON.parse(text(request))),
  'box-node-sdk': async (request) => {
    const { WebhooksManager } = require('box-node-sdk/managers/webhooks');
    const headers = { 'box-signature-version': '1', 'box-signature-algorithm': 'HmacSHA256', ...request.headers };
    return WebhooksManager.validateMessage(text(request), headers, request.secret, { secondaryKey: request.secret });
  },
  telnyx: unlessThrown(async (request) => {
    const { TelnyxWebhook } = require('telnyx/lib/webhooks');
    return new TelnyxWebhook(request.secret).verify(text(request), request.headers);
  }),
  '@elevenlabs/elevenlabs-js': unlessThrown(async (request) => {
    const { ElevenLabsClient } = require('@elevenlabs/elevenlabs-js');
    const client = new ElevenLabsClient({ apiKey: 'k' });
    return client.webhooks.constructEvent(text(request), signature(request, 'elevenlabs-signature'), request.secret);
  }),
  'retell-sdk': async (request) => {
    const { verify } = require('retell-sdk');
    return verify(text(request), request.secret, signature(request, 'x-retell-signature'));
  },
  '@paddle/paddle-node-sdk': async (request) => {
    const { Paddle } = require('@paddle/paddle-node-sdk');
    return new Paddle('k').webhooks.isSignatureValid(text(request), request.secret, signature(request, 'paddle-signature'));
  },
  'cashfree-pg': unlessThrown(async (request) => {
    const { Cashfree, CFEnvironment } = require('cashfree-pg');
    const cashfree = new Cashfree(CFEnvironment.SANDBOX, 'id', request.secret);
    const time = signature(request, 'x-webhook-timestamp');
    return cashfree.PGVerifyWebhookSignature(signature(request, 'x-webhook-signature'), text(request), time);
  }),
  cronofy: async (request) => {
    const Cronofy = require('cronofy');
    const hmac = signature(request, 'cronofy-hmac-sha256');
    return new Cronofy({}).hmacValid({ hmac, body: text(request), client_secret: request.secret });
  },
  dodopayments: unlessThrown(async (request) => {
    const { DodoPayments } = require('dodopayments');
    const { headers, secret: key } = request;
    return new DodoPayments({ bearerToken: 'k' }).webhooks.unwrap(text(request), { headers, key });
  }),
  '@tryfinch/finch-api': unlessThrown(async (request) => {
    const { Finch } = require('@tryfinch/finch-api');
    return new Finch({ accessToken: 'k' }).webhooks.verifySignature(text(request), request.headers, request.secret);
  }),
  'stream-chat': async (request) =>
    require('stream-chat').CheckSignature(text(request), request.secret, signature(request, 'x-signature')),
  '@hookdeck/sdk': async (request) => {
    const { verifyWebhookSignature } = require('@hookdeck/sdk/webhooks/helpers');
    const { headers, secret: signingSecret } = request;
    return (await verifyWebhookSignature({ headers, rawBody: text(request), signingSecret })).isValidSignature;
  },
  '@liveblocks/node': async (request) => {
    const { WebhookHandler } = require('@liveblocks/node');
    try {
      new WebhookHandler(request.secret).verifyRequest({ headers: request.headers, rawBody: text(request) });
    } catch (error) {
      // Thrown after verification, for an event that it does not know.
      if (!error.message.startsWith('Unknown event type')) throw error;
    }
    return true;
  },
  mailersend: async (request) => {
    const { MailerSendUtils } = require('mailersend/lib/services/mailersend.utils');
    return MailerSendUtils.verifyWebHook(text(request), signature(request, 'signature'), request.secret);
  },
  'mollie-api-typescript': unlessThrown(async (request) => {
    const { SignatureValidator } = require('mollie-api-typescript');
    const valid = await SignatureValidator.validate(text(request), request.secret, signature(request, 'x-mollie-signature'));
    if (!valid) throw new Error('there is no signature');
  }),
  acuityscheduling: unlessThrown((request) =>
    require('acuityscheduling').bodyParserVerify(request.secret)(request, null, request.body)),
  'onlinepayments-sdk-nodejs': unlessThrown(async (request) => {
    const { webhooks } = require('onlinepayments-sdk-nodejs');
    const getSecretKey = async () => request.secret;
    return webhooks.init({ getSecretKey }).validate(request.body, { 'x-gcs-keyid': 'k', ...request.headers });
  }),
  '@imagekit/nodejs': unlessThrown(async (request) => {
    const { ImageKit } = require('@imagekit/nodejs');
    const { headers, secret: key } = request;
    return new ImageKit({ privateKey: 'k' }).webhooks.unwrap(text(request), { headers, key });
  }),
  imagekit: unlessThrown(async (request) => {
    const ImageKit = require('imagekit');
    const imagekit = new ImageKit({ publicKey: 'p', privateKey: 'k', urlEndpoint: 'https://example.com' });
    return imagekit.verifyWebhookEvent(text(request), signature(request, 'x-ik-signature'), request.secret);
  }),
  '@privy-io/node': unlessThrown(async (request) => {
    const { PrivyClient } = require('@privy-io/node');
    const privy = new PrivyClient({ appId: 'i', appSecret: 's' });
    const { headers, secret: signing_secret } = request;
    return privy.webhooks().verify({ payload: text(request), headers, signing_secret });
  }),
  '@kontent-ai/webhook-helper': async (request) => {
    const { signatureHelper } = require('@kontent-ai/webhook-helper');
    const given = signature(request, 'x-kontent-ai-signature');
    return signatureHelper.isValidSignatureFromString(text(request), request.secret, given);
  },
  '@doist/todoist-sdk': async (request) => {
    const { verifyWebhookSignature } = require('@doist/todoist-sdk');
    const given = signature(request, 'x-todoist-hmac-sha256');
    return verifyWebhookSignature({ rawBody: new Uint8Array(request.body), signature: given, clientSecret: request.secret });
  },
  '@composio/core': async (request) => {
    const { Composio, ComposioWebhookPayloadError } = require('@composio/core');
    const composio = new Composio({ apiKey: 'k', allowTracking: false, disableVersionCheck: true });
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = request.headers;
    try {
      const parts = { payload: text(request), id, timestamp, signature: given, secret: request.secret };
      await composio.triggers.verifyWebhook(parts);
    } catch (error) {
      // Thrown after verification, for a body that is not a trigger.
      if (!(error instanceof ComposioWebhookPayloadError)) throw error;
    }
    return true;
  },
  '@trigger.dev/sdk': async (request) => {
    const { webhooks } = require('@trigger.dev/sdk');
    const header = signature(request, 'x-trigger-signature-hmacsha256');
    try {
      await webhooks.constructEvent({ payload: text(request), header }, request.secret);
    } catch (error) {
      // Thrown after verification, for a body that is not an alert.
      if (!error.message.startsWith('Webhook parsing failed')) throw error;
    }
    return true;
  },
  '@fingerprint/node-sdk': async (request) => {
    const { isValidWebhookSignature } = require('@fingerprint/node-sdk');
    const header = signature(request, 'fpjs-event-signature');
    return isValidWebhookSignature({ header, data: request.body, secret: request.secret });
  },
  'crisp-api': async (request) => {
    const { Crisp } = require('crisp-api');
    const crisp = new Crisp();
    // The library verifies only after an event has a handler.
    crisp._loopback = { emit() {} };
    const time = signature(request, 'x-crisp-request-timestamp');
    return crisp.verifyHook(request.secret, JSON.parse(text(request)), time, signature(request, 'x-crisp-signature'));
  },
  '@nangohq/node': async (request) => {
    const { Nango } = await import('@nangohq/node');
    const nango = new Nango({ apiKey: 'k', webhookSigningKey: request.secret });
    return nango.verifyIncomingWebhookRequest(text(request), request.headers);
  },
  readmeio: unlessThrown(async (request) =>
    require('readmeio').verifyWebhook(JSON.parse(text(request)), signature(request, 'readme-signature'), request.secret),
  ),
  '@lightsparkdev/lightspark-sdk': unlessThrown(async (request) => {
    const { verifyAndParseWebhook } = require('@lightsparkdev/lightspark-sdk');
    return verifyAndParseWebhook(request.body, signature(request, 'lightspark-signature'), request.secret);
  }),
  '@scalekit-sdk/node (webhooks)': async (request) => scalekit(request, 'verifyWebhookPayload'),
  '@scalekit-sdk/node (interceptors)': async (request) => scalekit(request, 'verifyInterceptorPayload'),
  '@seamapi/webhook': unlessThrown(async (request) => {
    const { SeamWebhook } = await import('@seamapi/webhook');
    return new SeamWebhook(request.secret).verify(text(request), request.headers);
  }),
  '@team-plain/typescript-sdk': async (request) => {
    const { verifyPlainWebhook } = require('@team-plain/typescript-sdk');
    const { error } = verifyPlainWebhook(text(request), signature(request, 'plain-request-signature'), request.secret);
    // The others are returned after verification, for an event that it does not know.
    return error?.name !== 'PlainWebhookSignatureVerificationError' && !/[Ss]ignature/.test(error?.message ?? '');
  },
  'usesend-js': async (request) => {
    const { UseSend } = require('usesend-js');
    return new UseSend('k').webhooks(request.secret).verify(request.body, { headers: request.headers });
  },
  lettermint: unlessThrown(async (request) => {
    const { Webhook } = require('lettermint');
    return new Webhook(request.secret).verify(request.body, signature(request, 'x-lettermint-signature'));
  }),
  '@schematichq/schematic-typescript-node': unlessThrown(async (request) => {
    const { verifySignature } = require('@schematichq/schematic-typescript-node');
    const time = signature(request, 'x-schematic-webhook-timestamp');
    return verifySignature(request.body, signature(request, 'x-schematic-webhook-signature'), time, request.secret);
  }),
  '@whop/sdk': unlessThrown(async (request) => {
    const { Whop } = require('@whop/sdk');
    const key = Buffer.from(request.secret).toString('base64');
    return new Whop({ apiKey: 'k' }).webhooks.unwrap(text(request), { headers: request.headers, key });
  }),
  '@metronome/sdk': unlessThrown(async (request) => {
    const { Metronome } = require('@metronome/sdk');
    return new Metronome({ bearerToken: 'k' }).webhooks.verifySignature(text(request), request.headers, request.secret);
  }),
  '@moderation-api/sdk': unlessThrown(async (request) => {
    const { webhooks } = require('@moderation-api/sdk');
    return webhooks.constructEvent(request.body, signature(request, 'modapi-signature'), request.secret);
  }),
  'extend-ai': async (request) => {
    const { Webhooks } = require('extend-ai');
    return new Webhooks().verify(text(request), request.headers, request.secret);
  },
  '@memberstack/admin': async (request) => {
    const { verifyWebhookSignature } = require('@memberstack/admin/lib/methods/events');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toUpperCase(), value]));
    return verifyWebhookSignature({ headers, secret: request.secret, payload: JSON.parse(text(request)) });
  },
  '@useshortcut/client': async (request) => {
    const { verifyShortcutWebhookSignature } = require('@useshortcut/client/webhooks');
    return verifyShortcutWebhookSignature(request.secret, request.body, signature(request, 'payload-signature'));
  },
  '@blaxel/core': async (request) => {
    const { verifyWebhookSignature } = require('@blaxel/core');
    const given = signature(request, 'x-blaxel-signature');
    return verifyWebhookSignature({ body: text(request), signature: given, secret: request.secret });
  },
  mailtrap: async (request) => {
    const { verifyWebhookSignature } = require('mailtrap');
    return verifyWebhookSignature(Buffer.from(request.body), signature(request, 'mailtrap-signature'), request.secret);
  },
  '@flowglad/server': unlessThrown(async (request) => {
    const { verifyWebhook } = require('@flowglad/server');
    return verifyWebhook(text(request), request.headers, request.secret);
  }),
  creem: unlessThrown(async (request) => {
    // The package does not export its verifier.
    const { verifyWebhookSignature } = require('./node_modules/creem/dist/commonjs/webhooks.js');
    return verifyWebhookSignature(text(request), request.headers, request.secret);
  }),
  '@shopware-ag/app-server-sdk': async (request) => {
    // The package does not export its signer.
    const { WebCryptoHmacSigner } = require('./node_modules/@shopware-ag/app-server-sdk/dist/commonjs/signer.js');
    return new WebCryptoHmacSigner().verify(signature(request, 'shopware-shop-signature'), text(request), request.secret);
  },
  chargebee: unlessThrown(async (request) => {
    const { basicAuthValidator } = require('chargebee');
    const [, user, password] = /^([^:]*):(.*)$/.exec(request.secret);
    return basicAuthValidator((...given) => given[0] === user && given[1] === password)(request.headers);
  }),
  increase: unlessThrown(async (request) => {
    const { Increase } = require('increase');
    const { headers, secret: key } = request;
    return new Increase({ apiKey: 'k' }).events.unwrap(text(request), { headers, key });
  }),
  '@linqapp/sdk': unlessThrown(async (request) => {
    const { LinqAPIV3 } = require('@linqapp/sdk');
    const { headers, secret: key } = request;
    return new LinqAPIV3({ apiKey: 'k' }).webhooks.unwrap(text(request), { headers, key });
  }),
  '@portone/server-sdk': unlessThrown(async (request) => {
    const { verify } = require('@portone/server-sdk/webhook');
    return verify(request.secret, text(request), request.headers);
  }),
  '@sinch/sdk-core (Conversation)': async (request) =>
    require('@sinch/sdk-core').validateWebhookSignature(request.secret, request.headers, text(request)),
  '@sinch/sdk-core (Numbers)': async (request) =>
    require('@sinch/sdk-core').validateSignatureHeader(request.secret, request.headers, text(request)),
};

function scalekit(request, verify) {
  const { ScalekitClient } = require('@scalekit-sdk/node');
  return new ScalekitClient('https://example.scalekit.dev', 'i', 's')[verify](request.secret, request.headers, text(request));
}

function hubspot(request, signatureVersion, name) {
  return require('@hubspot/api-client').Signature.isValid({
    signatureVersion,
    method: 'POST',
    clientSecret: request.secret,
    requestBody: text(request),
    url: request.url,
    timestamp: Number(signature(request, 'x-hubspot-request-timestamp')),
    signature: signature(request, name),
  });
}

async function main() {
  const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n');
  const out = process.stdout;
  console.error = console.warn = console.log = () => {};
  for (const line of lines) {
    const request = JSON.parse(line);
    request.body = Buffer.from(request.body, 'base64');
    request.options = { tolerance: request.tolerance ?? 300 };
    const now = request.now * 1000;
    globalThis.Date = class extends RealDate {
      constructor(...given) {
        super(...(given.length ? given : [now]));
      }
      static now() {
        return now;
      }
    };
    let answer;
    try {
      answer = yes(await LIBRARIES[request.library](request)) ? 'accept' : 'reject';
    } catch (error) {
      answer = BROKEN.has(error?.name) ? error.name : 'reject';
      if (process.env.WHY) process.stderr.write(`${request.library}: ${error?.stack}\n`);
    }
    out.write(`${answer}\n`);
  }
}

main();
