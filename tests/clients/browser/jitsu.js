import { jitsuAnalytics } from "@jitsu/js";

const { host, writeKey } = window.target;
const analytics = jitsuAnalytics({ host, writeKey: `${writeKey}:etappe` });
await analytics.page();
await analytics.track("Product Viewed", { product_id: "p1", price: 19.9 });
await analytics.identify("anna", { email: "anna@mail.example" });
