// Sends with @jitsu/js on a server. Arguments: host, write key.
import { jitsuAnalytics } from "@jitsu/js";

const [host, writeKey] = process.argv.slice(2);
const analytics = jitsuAnalytics({ host, writeKey: `${writeKey}:etappe`, fetch });
await analytics.identify("anna", { email: "anna@mail.example" });
await analytics.track("Order Completed", { order_id: "JN1", revenue: 5, currency: "EUR" });
await analytics.page({ url: "https://shop.example/danke" });
