// The official client against a broker: node roundtrip.mjs "<connection string>"
// Puts a message on queue "downstream"; reads an event from "upstream/Subscriptions/monitor", which someone else has sent or sends.
// Every line on standard output is a fact; the exit code says whether all of it went well.
import { ServiceBusClient } from "@azure/service-bus";

const client = new ServiceBusClient(process.argv[2]);
try {
  const sender = client.createSender("downstream");
  await sender.sendMessages({ messageId: "js-1", body: { to: "phone", data: { k: "v" } }, contentType: "application/json" });
  console.log("sent js-1");

  const receiver = client.createReceiver("upstream", "monitor");
  const [event] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  if (!event) throw new Error("no event within 20 s");
  console.log(`received ${event.messageId} ${event.applicationProperties.messageType} deliveries ${event.deliveryCount}`);
  await receiver.completeMessage(event);
  console.log("completed");
} finally {
  await client.close();
}
