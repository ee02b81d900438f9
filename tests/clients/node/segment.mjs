// Sends one of each call with @segment/analytics-node. Arguments: host, write key.
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ writeKey, host, path: "/v1/batch", flushAt: 2 });
analytics.identify({ userId: "anna", traits: { email: "Anna@Mail.example" }, messageId: "sn-1" });
analytics.track({ userId: "anna", event: "Order Completed", properties: { order_id: "SN1", total: 19.9, currency: "EUR" }, messageId: "sn-2" });
analytics.page({ anonymousId: "laptop", name: "Home", properties: { url: "https://shop.example/start?utm_source=x" }, messageId: "sn-3" });
analytics.group({ userId: "anna", groupId: "acme", traits: { industry: "Bau" }, messageId: "sn-4" });
analytics.alias({ userId: "anna", previousId: "laptop", messageId: "sn-5" });
analytics.screen({ userId: "anna", name: "Warenkorb", messageId: "sn-6" });
await analytics.closeAndFlush();
