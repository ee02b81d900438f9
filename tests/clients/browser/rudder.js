import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";

const { host, writeKey } = window.target;
const analytics = new RudderAnalytics();
analytics.load(writeKey, host, { configUrl: host });
analytics.page("Home");
analytics.track("Product Viewed", { product_id: "p1", price: 19.9 });
analytics.identify("anna", { email: "anna@mail.example" });
