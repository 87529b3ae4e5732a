// Starts the Web Worker. Messages that arrive while the WebAssembly module is compiled have no
// listener yet and would be lost: they are kept, and delivered once the worker listens.
import init from "./deid-web-worker.js";

const early = [];
const keep = (event) => early.push(event);
self.addEventListener("message", keep);
await init();
self.removeEventListener("message", keep);
for (const event of early) self.dispatchEvent(event);
