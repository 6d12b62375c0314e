import type { RedisClient } from './redis-connection.ts';

/** Milliseconds without a beat after which a marker proves nothing: whoever asks must be examined first. */
export const leaseTime = 2_000;
/** Milliseconds that a process's clock may differ from that of Redis. */
export const clockSkewMax = 10_000;

/** What a script answers in place of a result where the store is not what the caller takes it for. */
export const faults = { epoch: -1, stale: -2, behind: -3, skew: -4 } as const;

/**
 * Checks the marker (KEYS[1]) before anything is done: it is of the caller's epoch, somebody has beaten it lately, and
 * it counts no fewer claims than the caller has seen. ARGV: epoch, claims seen, the caller's time, its greatest skew.
 */
const check = `
local marker = redis.call('HMGET', KEYS[1], 'e', 'b', 'n')
if marker[1] ~= ARGV[1] then return ${faults.epoch} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now - marker[2] > ${leaseTime} then return ${faults.stale} end
if tonumber(marker[3]) < tonumber(ARGV[2]) then return ${faults.behind} end
if math.abs(now - ARGV[3]) > tonumber(ARGV[4]) then return ${faults.skew} end
`;

/** Each runs whole or not at all, on the one node that holds its keys. */
const scripts = {
  /**
   * Looks at links, and claims those with a record to keep. KEYS, of each link: marker, record, and of a claim the index.
   * ARGV: epoch, the caller's time, its greatest skew; then of each link the claims seen, to which a claim adds lifetime
   * and index entry, with spaces between them, and the record after that. Answers of each link a fault; of a look
   * whether the link is used; of a claim the claims so far, or 0 for a link that is used.
   */
  inlayAdmit: {
    lua: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local far = math.abs(now - ARGV[2]) > tonumber(ARGV[3])
local markers, answers = {}, {}
local key, word = 1, 4
while word <= #ARGV do
  local marker = markers[KEYS[key]]
  if not marker then
    local found = redis.call('HMGET', KEYS[key], 'e', 'b', 'n')
    marker = { claims = tonumber(found[3]) }
    if found[1] ~= ARGV[1] then marker.fault = ${faults.epoch}
    elseif now - found[2] > ${leaseTime} then marker.fault = ${faults.stale} end
    markers[KEYS[key]] = marker
  end
  local seen, lifetime, entry = string.match(ARGV[word], '^(%d+) ?(%d*) ?(.*)$')
  local isClaim = entry ~= ''
  local answer
  if marker.fault then answer = marker.fault
  elseif marker.claims < tonumber(seen) then answer = ${faults.behind}
  elseif far then answer = ${faults.skew}
  elseif not isClaim then answer = redis.call('EXISTS', KEYS[key + 1])
  elseif not redis.call('SET', KEYS[key + 1], ARGV[word + 1], 'NX', 'PX', lifetime) then answer = 0
  else
    local index = KEYS[key + 2]
    redis.call('ZADD', index, now + lifetime, entry)
    redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
    redis.call('PEXPIRE', index, lifetime)
    answer = redis.call('HINCRBY', KEYS[key], 'n', 1)
    marker.claims = answer
  end
  answers[#answers + 1] = answer
  key = key + (isClaim and 3 or 2)
  word = word + (isClaim and 2 or 1)
end
return answers`,
  },
  /** KEYS: record, index. ARGV: time, lifetime, index entry. Moves "last seen" forwards while the session lives. */
  inlayTouch: {
    numberOfKeys: 2,
    lua: `
local head = redis.call('GETRANGE', KEYS[1], 1, 12)
if #head < 12 then return 0 end
local seen, ended = struct.unpack('>I6I6', head)
if ended > 0 or seen >= tonumber(ARGV[1]) then return 0 end
redis.call('SETRANGE', KEYS[1], 1, struct.pack('>I6', ARGV[1]))
redis.call('PEXPIRE', KEYS[1], ARGV[2], 'GT')
local time = redis.call('TIME')
redis.call('ZADD', KEYS[2], 'GT', time[1] * 1000 + ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[2], 'GT')
return 1`,
  },
  /** KEYS: record. ARGV: time, reason. Ends the session once; the record stays, so that the link stays used. */
  inlayEnd: {
    numberOfKeys: 1,
    lua: `
local head = redis.call('GETRANGE', KEYS[1], 1, 12)
if #head < 12 then return 0 end
local seen, ended = struct.unpack('>I6I6', head)
if ended > 0 then return 0 end
redis.call('SETRANGE', KEYS[1], 7, struct.pack('>I6I1', ARGV[1], ARGV[2]))
return 1`,
  },
  /** KEYS: record, index. ARGV: record, index entry. Takes back a claim whose answer never came: nobody was admitted by it. */
  inlayRelease: {
    numberOfKeys: 2,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[2])
return redis.call('DEL', KEYS[1])`,
  },
  /** KEYS: marker. ARGV: check's. Beats. Answers the claims so far, or a fault, and the time. */
  inlayBeat: {
    numberOfKeys: 1,
    lua: `
local function beat()
${check}
redis.call('HSET', KEYS[1], 'b', now)
return tonumber(marker[3])
end
local outcome = beat()
local time = redis.call('TIME')
return {outcome, time[1] * 1000 + math.floor(time[2] / 1000)}`,
  },
  /** KEYS: marker. ARGV: epoch, claims seen. Beats a marker that was examined, however long nobody did. */
  inlayRevive: {
    numberOfKeys: 1,
    lua: `
local marker = redis.call('HMGET', KEYS[1], 'e', 'n')
if marker[1] ~= ARGV[1] or tonumber(marker[2]) < tonumber(ARGV[2]) then return 0 end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'b', time[1] * 1000 + math.floor(time[2] / 1000))
return 1`,
  },
  /** KEYS: marker. ARGV: epoch. Begins an epoch, unless it is there. */
  inlayPlant: {
    numberOfKeys: 1,
    lua: `
if redis.call('HGET', KEYS[1], 'e') == ARGV[1] then return 0 end
local time = redis.call('TIME')
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'e', ARGV[1], 'n', 0, 'b', time[1] * 1000 + math.floor(time[2] / 1000))
return 1`,
  },
  /** KEYS: flow. ARGV: what stands there, what is to. Answers whether it did; the end stays. */
  inlayFlowReplace: {
    numberOfKeys: 1,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1`,
  },
} as const;

/**
 * Runs a script by its name: the keys, before them their number where it differs, then the arguments. Throws what Redis or
 * the connection threw.
 */
export type RunScript = (name: keyof typeof scripts, ...words: (string | number | Buffer)[]) => Promise<unknown>;

/** Teaches a client the scripts. They are sent by hash, and whole where the server does not know them (any longer). */
export function defineScripts(client: RedisClient): RunScript {
  for (const [name, definition] of Object.entries(scripts)) client.defineCommand(name, definition);
  const commands = client as unknown as Record<keyof typeof scripts, (...words: unknown[]) => Promise<unknown>>;
  return (name, ...words) => commands[name](...words);
}
