// The official client after a wait in vain: node drain.mjs "<connection string>"
// Waits for messages of queue "downstream" that do not come, which drains its credit; says so, and receives the next one on the same link.
import { ServiceBusClient } from "@azure/service-bus";

const client = new ServiceBusClient(process.argv[2]);
try {
  const receiver = client.createReceiver("downstream");
  const none = await receiver.receiveMessages(5, { maxWaitTimeInMs: 100 });
  console.log(`waited for ${none.length}`);
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  console.log(`received ${message?.messageId}`);
  if (message) await receiver.completeMessage(message);
} finally {
  await client.close();
}
