// V8 optimizes a function soon after its first calls, and does it again where later calls differ. Commands and test files end
// before that pays: it took a quarter of their processor time. Here a function is called ten times as often first.
const { setFlagsFromString } = require("node:v8");

const [major] = process.versions.node.split(".").map(Number);

// Each version of V8 counts its own way, and says on stderr that it does not know another one's.
if (major === 20) setFlagsFromString("--interrupt-budget=1000000");
if (major >= 22) setFlagsFromString("--invocation-count-for-turbofan=30000");
