-- wrk: POST /Users with a name that nobody had before; each thread has numbers of its own.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("thread_number", threads)
end

local number = 0
local start = os.time()
function request()
  number = number + 1
  local name = string.format("wrk%d.%d.%d@example.com", start, thread_number, number)
  local body = '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"' .. name ..
    '","name":{"givenName":"Alice","familyName":"Anderson"},"emails":[{"value":"' .. name ..
    '","type":"work","primary":true}],"active":true}'
  return wrk.format("POST", nil, nil, body)
end
