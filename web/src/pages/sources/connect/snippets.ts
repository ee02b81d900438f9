/** What to paste where: ready code for each way to send, with the server's address and a key in it. */

export const WAYS = [
  "tracker",
  "curl",
  "python",
  "node",
  "browser",
  "gtm",
  "gtmServer",
  "ga4",
  "shopify",
  "woocommerce",
] as const;
export type Way = (typeof WAYS)[number];

/** These run on a server: they send with a server's key. */
const ON_SERVERS: readonly Way[] = ["python", "node", "gtmServer", "ga4", "shopify", "woocommerce"];

export function isForServers(way: Way): boolean {
  return ON_SERVERS.includes(way);
}

type Made = (base: string, key: string) => string;

const MADE: Record<Way, Made> = {
  tracker: (base, key) => `<script async src="${base}/t.js?k=${key}"></script>`,
  curl: (base, key) => `curl -u '${key}:' ${base}/v1/track \\
  -H 'Content-Type: application/json' \\
  -d '{
    "event": "Product Viewed",
    "anonymousId": "try-1",
    "properties": {"product_id": "TS-18", "price": 38.00, "currency": "EUR"}
  }'`,
  python: (base, key) => `import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${base}"

analytics.track("customer-4711", "Order Completed", {
    "order_id": "A-1001", "total": 79.95, "currency": "EUR",
})
analytics.shutdown()`,
  node: (base, key) => `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${key}", host: "${base}" });

analytics.track({
  userId: "customer-4711",
  event: "Order Completed",
  properties: { order_id: "A-1001", total: 79.95, currency: "EUR" },
});
await analytics.closeAndFlush();`,
  browser: (base, key) => `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load(
  { writeKey: "${key}", cdnURL: "${base}" },
  { integrations: { "Segment.io": { apiHost: "${base.replace(/^https?:\/\//, "")}/v1"${
    base.startsWith("http:") ? ', protocol: "http"' : ""
  } } } },
);
analytics.page();`,
  gtm: (base, key) => `<script>
  (function () {
    var script = document.createElement("script");
    script.async = true;
    script.src = "${base}/t.js?k=${key}";
    document.head.appendChild(script);
  })();
</script>`,
  gtmServer: (base, key) => `POST ${base}/mp/collect?api_secret=${key}
Content-Type: application/json

{
  "client_id": "{{client_id}}",
  "events": [{ "name": "{{event_name}}", "params": { "page_location": "{{page_location}}" } }]
}`,
  ga4: (base, key) => `curl '${base}/mp/collect?api_secret=${key}' \\
  -d '{
    "client_id": "1234567890.1700000000",
    "events": [{
      "name": "purchase",
      "params": {"transaction_id": "A-1001", "value": 79.95, "currency": "EUR"}
    }]
  }'`,
  shopify: (base, key) => `${base}/v1/webhooks/shopify?writeKey=${key}`,
  woocommerce: (base, key) => `${base}/v1/webhooks/woocommerce?writeKey=${key}`,
};

export function snippet(way: Way, base: string, key: string): string {
  return MADE[way](base, key);
}
