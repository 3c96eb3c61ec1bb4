// V8 optimizes a function soon after its first calls, and again if later calls differ. Commands and test files end
// before this pays: it took a quarter of their processor time. With this setting, a function is called ten times as
// often before it is optimized.
const { setFlagsFromString } = require("node:v8");

const [major] = process.versions.node.split(".").map(Number);

// Versions of V8 measure this budget differently, and print a warning for flags of other versions.
if (major === 20) setFlagsFromString("--interrupt-budget=1000000");
if (major >= 22) setFlagsFromString("--invocation-count-for-turbofan=30000");
