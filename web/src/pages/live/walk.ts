/** Three invented customers of the demo who walk through the shop: real events through the real door, one after another. */

type Step = { name: string; path: string; title: string; product_id?: string; properties?: Record<string, unknown> };
type Customer = { agent: string; from?: Record<string, string>; steps: Step[] };

const PAUSE_MS = 900;
const HOST = "jubelware.example";
const COIN = { product_id: "gedenkmuenze-meisterwurf", path: "/produkt/gedenkmuenze-meisterwurf", title: "Gedenkmünze „Meisterwurf“" };
const SCARF = { product_id: "retro-schal-1974", path: "/produkt/retro-schal-1974", title: "Retro-Schal 1974" };

const CUSTOMERS: readonly Customer[] = [
  {
    agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    from: { utm_source: "instagram", utm_medium: "paid_social", utm_campaign: "milo-meisterwurf" },
    steps: [
      { name: "page_view", path: "/", title: "Fanartikel mit Herz" },
      { name: "view_item", ...COIN },
      { name: "add_to_cart", ...COIN },
      { name: "begin_checkout", path: "/kasse", title: "Kasse" },
    ],
  },
  {
    agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
    steps: [
      { name: "page_view", path: "/", title: "Fanartikel mit Herz" },
      { name: "search", path: "/suche", title: "Suche", properties: { query: "Schal", results: 4 } },
      { name: "view_item", ...SCARF },
    ],
  },
  {
    agent: "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    from: { referrer: "https://www.idealo.de/" },
    steps: [
      { name: "view_item", ...SCARF },
      { name: "add_to_cart", ...SCARF },
      { name: "view_cart", path: "/warenkorb", title: "Warenkorb" },
    ],
  },
];

/** Send their steps in turn until all are through or `signal` ends it. Marked as `staff`, no figure counts them. */
export async function walk(key: string, staff: string, signal: AbortSignal): Promise<void> {
  const walked = crypto.randomUUID().slice(0, 8);
  const longest = Math.max(...CUSTOMERS.map((one) => one.steps.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const [number, customer] of CUSTOMERS.entries()) {
      const step = customer.steps[turn];
      if (step === undefined) continue;
      const who = { anonymous_id: `demo-${walked}-${number}`, visit_id: `${walked}-${number}`, user_agent: customer.agent };
      await send(key, { ...step, ...who, ...(turn === 0 ? customer.from : {}), host: HOST, source: "web", consent: "analytics", staff }, signal);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (signal.aborted) return;
    }
  }
}

async function send(key: string, event: Record<string, unknown>, signal: AbortSignal): Promise<void> {
  const answer = await fetch("/v1/events", {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${key}:`)}`, "Content-Type": "application/json" },
    body: JSON.stringify([event]),
    signal,
  });
  if (!answer.ok) throw new Error(String(answer.status));
}
