// Signs and verifies by the vendors' libraries: one JSON request on standard input, one answer out.
const { signRequest, verifyRequest } = require("@contentful/node-apps-toolkit");
const { encodeSignatureHeader, isValidSignature } = require("@sanity/webhook");

async function answer(asked) {
  if (asked.vendor === "sanity") {
    if (asked.verify) return isValidSignature(asked.body, asked.verify, asked.secret);
    return encodeSignatureHeader(asked.body, asked.timestamp, asked.secret);
  }
  const request = { method: "POST", path: asked.path, headers: asked.headers, body: asked.body };
  if (asked.verify) return verifyRequest(asked.secret, request, 0);
  return signRequest(asked.secret, request, asked.timestamp);
}

let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", async () => {
  const answers = [];
  for (const asked of JSON.parse(text)) {
    try {
      answers.push(await answer(asked));
    } catch (error) {
      answers.push({ error: String(error.message) });
    }
  }
  process.stdout.write(JSON.stringify(answers));
});
