-- One interest per request, of a person and an address that nobody had before.
--
-- BENCH_EVENT is the code of an open event, BENCH_ROUND tells the runs of one benchmark apart.

local event = os.getenv("BENCH_EVENT")
local round = os.getenv("BENCH_ROUND") or "0"
local threads = 0
local count = 0
local thread_id = 0

function setup(thread)
   thread:set("thread_id", threads)
   threads = threads + 1
end

function init()
   thread_id = tonumber(wrk.thread:get("thread_id"))
end

-- A number in letters: a name has no digits.
local function letters(number)
   local text = ""
   repeat
      text = string.char(97 + number % 26) .. text
      number = math.floor(number / 26)
   until number == 0
   return text
end

function request()
   count = count + 1
   local body = string.format(
      '{"event": "%s", "given_name": "Ieva", "family_name": "Ozola %s", '
         .. '"email": "ieva.%s.%d.%d@example.org", "organisation": "State Border Guard", '
         .. '"sector": "border-guard", "country": "LV", "language": "lv", '
         .. '"motivation": "I work with unaccompanied children at the border and would like to '
         .. 'learn how to recognise signs of trafficking early.", "notice": "2026-11"}',
      event, letters(count), round, thread_id, count)
   return wrk.format(
      "POST", "/api/v1/interests", { ["Content-Type"] = "application/json" }, body)
end

-- Answers of 400 and more are `status` errors; the others are the socket's.
function done(summary, latency)
   local errors = summary.errors
   print(string.format(
      "RESULT %d %d %d %d %d", summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
