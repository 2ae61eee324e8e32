// @xmpp/client as a CCS client: node xmpp-client.mjs PORT KEY
// Acks what comes up. Obeys standard input: "send ID TOKEN", "end". Says every fact in a line.
// When its session drains it opens a successor, sends on that, and leaves the old one open until the endpoint closes it.
import { createInterface } from "node:readline";
import { client, xml } from "@xmpp/client";

const [port, key] = process.argv.slice(2);
let sending;

async function open(name) {
  const session = client({ service: `xmpps://localhost:${port}`, domain: "gcm.googleapis.com", username: "1234567890", password: key });
  // Its reconnection would open a session of its own beside the successor.
  session.reconnect.stop();
  session.on("error", (error) => console.log(`${name} failed: ${error.message}`));
  session.on("disconnect", () => console.log(`${name} closed`));
  session.on("stanza", (stanza) => stanza.is("message") && take(session, stanza));
  const jid = await session.start();
  sending = session;
  console.log(`${name} bound as ${jid}`);
}

function take(session, stanza) {
  const body = JSON.parse(stanza.getChildText("gcm"));
  switch (body.message_type) {
    case "ack": return console.log(`ack ${body.message_id}`);
    case "nack": return console.log(`nack ${body.message_id} ${body.error}`);
    case "control": return open("successor");
    default:
      say(session, { to: body.from, message_id: body.message_id, message_type: "ack" });
      return console.log(`upstream ${body.message_id} ${JSON.stringify(body.data)}`);
  }
}

function say(session, body) {
  return session.send(xml("message", {}, xml("gcm", { xmlns: "google:mobile:data" }, JSON.stringify(body))));
}

await open("first");
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, id, to] = line.split(" ");
  if (verb === "end") break;
  await say(sending, { to, message_id: id, data: { k: "<&>\"é 😀" } });
}
await sending.stop();
process.exit(0);
