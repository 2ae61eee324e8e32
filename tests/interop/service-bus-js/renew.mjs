// The official client renewing a lock: node renew.mjs "<connection string>"
// Receives one message of queue "downstream"; renews its lock at the first line on standard input, completes it at the second.
import { createInterface } from "node:readline";
import { ServiceBusClient } from "@azure/service-bus";

const client = new ServiceBusClient(process.argv[2]);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
try {
  const receiver = client.createReceiver("downstream", { maxAutoLockRenewalDurationInMs: 0 });
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  const first = message.lockedUntilUtc;
  console.log(`received ${message.messageId}`);
  await lines.next();
  const renewed = await receiver.renewMessageLock(message);
  console.log(`renewed by ${Math.round((renewed - first) / 1000)} s`);
  await lines.next();
  await receiver.completeMessage(message).then(() => console.log("completed"), (error) => console.log(`refused ${error.code}`));
} finally {
  process.stdin.destroy();
  await client.close();
}
