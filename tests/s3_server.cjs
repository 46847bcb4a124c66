// A server of S3's protocol on loopback, for tests/s3_server.py: node s3_server.cjs FOLDER BUCKET KEY SECRET
// Files lie in FOLDER, so that it can be ended and started again. On the first line it writes its
// port, then one of every answer: method, path, status, bytes.
const { createServer } = require("node:http");
const S3rver = require("@20minutes/s3rver");
const { DUMMY_ACCOUNT } = require("@20minutes/s3rver/lib/models/account");

const [directory, bucket, key, secret, port] = process.argv.slice(2);
// Its own account has keys that everybody knows.
DUMMY_ACCOUNT.revokeAccessKey("S3RVER");
DUMMY_ACCOUNT.createKeyPair(key, secret);
const app = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] });
const answer = app.callback();
const server = createServer((request, response) => {
  response.on("finish", () => {
    const bytes = response.getHeader("content-length") ?? 0;
    console.log(`${request.method} ${request.url} ${response.statusCode} ${bytes}`);
  });
  answer(request, response);
});
app.configureBuckets().then(() => {
  server.listen(Number(port), "127.0.0.1", () => console.log(server.address().port));
});
