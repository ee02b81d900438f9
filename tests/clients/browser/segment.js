import { AnalyticsBrowser } from "@segment/analytics-next";

const { host, writeKey, batched } = window.target;
const own = { apiHost: `${host.replace("http://", "")}/v1`, protocol: "http" };
const delivery = batched ? { deliveryStrategy: { strategy: "batching", config: { size: 3, timeout: 200 } } } : {};
const analytics = AnalyticsBrowser.load(
  { writeKey, cdnURL: host },
  { integrations: { "Segment.io": { ...own, ...delivery } } },
);
analytics.page("Home");
analytics.track("Product Viewed", { product_id: "p1", price: 19.9 });
analytics.identify("anna", { email: "anna@mail.example" });
