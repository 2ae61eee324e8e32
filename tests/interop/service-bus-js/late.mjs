// The official client settling too late: node late.mjs "<connection string>"
// Receives one message of queue "downstream", says so, waits for a line on standard input, completes, and says how that was answered.
import { once } from "node:events";
import { ServiceBusClient } from "@azure/service-bus";

const client = new ServiceBusClient(process.argv[2]);
try {
  const receiver = client.createReceiver("downstream", { maxAutoLockRenewalDurationInMs: 0 });
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  console.log(`received ${message.messageId}`);
  await once(process.stdin, "data");
  process.stdin.destroy();
  await receiver.completeMessage(message).then(() => console.log("completed"), (error) => console.log(`refused ${error.code}`));
} finally {
  await client.close();
}
