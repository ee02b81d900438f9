// Sends one of each call with @rudderstack/rudder-sdk-node (gzip by default). Arguments: host, write key.
import Analytics from "@rudderstack/rudder-sdk-node";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics(writeKey, { dataPlaneUrl: host, flushAt: 10 });
analytics.identify({ userId: "anna", traits: { email: "anna@mail.example" }, messageId: "rn-1" });
analytics.track({ userId: "anna", event: "Product Added", properties: { product_id: "p1", price: 5 }, messageId: "rn-2" });
analytics.page({ userId: "anna", name: "Home", properties: { url: "https://shop.example/" }, messageId: "rn-3" });
analytics.group({ userId: "anna", groupId: "acme", messageId: "rn-4" });
analytics.alias({ userId: "anna", previousId: "laptop", messageId: "rn-5" });
await analytics.flush();
