// A custom handler for tests: it prints every event call, and its body or path says how it answers.
import { createServer } from 'node:http';

const paired = [];

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => answer(request, response, body));
});

function answer(request, response, body) {
  if (request.url.startsWith('/api/')) {
    if (request.url === '/api/die') process.exit(3);
    const status = request.url === '/api/refuse' ? 405 : 201;
    response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere', 'x-handler': 'yes' });
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
    return;
  }
  if (request.method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  console.log(`CALL ${request.url} ${body}`);
  const call = JSON.parse(body);
  const first = call.Metadata.DeliveryCount === '1';
  const text = JSON.parse(call.Data.message);
  if (text === 'die once' && first) process.exit(4);
  if (text === 'pair') {
    // Answers only two at a time: a host that never calls twice at once waits for ever.
    paired.push(response);
    console.log(`pending ${paired.length}`);
    if (paired.length === 2) setImmediate(() => paired.splice(0).forEach((one) => one.writeHead(200).end('{}')));
    return;
  }
  if (text === 'fail once' && first) response.writeHead(503).end();
  else if (text === 'nonsense once' && first) response.writeHead(200).end('nonsense');
  else response.writeHead(200).end(JSON.stringify({ Outputs: {}, Logs: [`handled ${text}`], ReturnValue: null }));
}

process.on('SIGTERM', () => {
  console.log('asked to end');
  process.exit(0);
});
console.log(`COLOUR=${process.env.COLOUR} root=${process.env.FUNCTIONS_APP_ROOT_PATH}`);
server.listen(Number(process.env.FUNCTIONS_CUSTOMHANDLER_PORT), '127.0.0.1');
