// node-xcs as it is: node node-xcs.mjs PORT KEY
// It acks what comes up by itself. Obeys standard input: "send ID TOKEN", "end". Says every fact in a line.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// The endpoint's name and port can be given in no other way: they are constants of the package.
const constants = require("node-xcs/google/Constants");
constants.FCM_SEND_ENDPOINT = "localhost";
constants.FCM_SEND_PRODUCTION_PORT = process.argv[2];
const { Sender, Message } = require("node-xcs");

const sender = new Sender("1234567890", process.argv[3]);
sender.on("connected", () => console.log("connected"));
sender.on("disconnected", () => console.log("disconnected"));
sender.on("error", (error) => console.log(`error ${error.message}`));
sender.on("message", (id, from, data) => console.log(`upstream ${id} ${JSON.stringify(data)}`));
// With @xmpp/client 0.13.1 it throws after it has begun to connect: the TLS socket has no setTimeout. The session comes up all the same.
try {
  sender.start();
} catch (error) {
  console.log(`start threw ${error.name}: ${error.message}`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, id, to] = line.split(" ");
  if (verb === "end") break;
  const message = new Message(id).addData("k", "<&>\"é 😀").build();
  sender.sendNoRetry(message, to, (result) =>
    console.log(result.getError() ? `nack ${id} ${result.getError()}` : `ack ${id}`));
}
process.exit(0);
