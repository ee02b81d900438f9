-- Requests with events of their own: batches (`BATCH` events) or, with BATCH=1, single calls. Every message id is new.
local batch = tonumber(os.getenv("BATCH") or "20")
local key = os.getenv("KEY")
local started = os.getenv("STARTED")
local threads = 0
local names = { "view_item", "page_view", "view_item_list", "add_to_cart", "search" }
local agents = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
}

local between_ms = tonumber(os.getenv("BETWEEN") or "0")

-- With a rate: requests have slots, so far apart, whichever connection is free takes the next one.
if between_ms > 0 then
  local ffi = require("ffi")
  ffi.cdef("typedef struct { long seconds, nanos; } moment_t; int clock_gettime(int, moment_t *);")
  local moment, slot = ffi.new("moment_t"), 0

  function delay()
    ffi.C.clock_gettime(1, moment)
    local now = tonumber(moment.seconds) * 1e3 + tonumber(moment.nanos) / 1e6
    -- Slots that nobody was free for are made up for, but not those of more than half a second.
    slot = slot == 0 and now or math.max(slot + between_ms, now - 500)
    return math.max(0, math.floor(slot - now + 0.5))
  end
end

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  count = 0
end

local function event()
  count = count + 1
  local person = math.random(20000)
  local product = math.random(500)
  return string.format(
    '{"type":"track","event":"%s","anonymousId":"a%d","messageId":"%s-%d-%d","properties":{"product_id":"P%d","price":49.9,'
      .. '"currency":"EUR"},"context":{"page":{"url":"https://shop.example/p/%d?utm_source=mail","path":"/p/%d","title":"P%d",'
      .. '"referrer":"https://www.google.com/"},"userAgent":"%s","locale":"de-DE","sessionId":"v%d","consent":'
      .. '{"categoryPreferences":{"analytics":true,"marketing":false}}}}',
    names[math.random(#names)], person, started, number, count, product, product, product, product,
    agents[math.random(#agents)], person
  )
end

function request()
  local body
  if batch == 1 then
    body = event()
    return wrk.format("POST", "/v1/track?write_key=" .. key, nil, body)
  end
  local events = {}
  for place = 1, batch do
    events[place] = event()
  end
  body = '{"batch":[' .. table.concat(events, ",") .. "]}"
  return wrk.format("POST", "/v1/batch?write_key=" .. key, nil, body)
end

function done(summary, latency)
  io.write(string.format(
    "RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)
  ))
end
