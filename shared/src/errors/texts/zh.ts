import type { ErrorTexts } from '../catalogue.ts';

const reopen = '请关闭此页面，然后从您来时的应用重新打开。';
const askAdmin = '请联系您来时所用应用的管理方，检查其配置。';
const fixRequest = '请求无效';
const waitAndRetry = '请稍等片刻，然后重试。';

/** Simplified Chinese texts of the error catalogue. */
export const zh: ErrorTexts = {
  http_request_invalid: {
    title: '无法以这种方式打开此页面',
    action: reopen,
    cause:
      '该请求不是对 HTML 页面的导航：Accept 标头不含 HTML，或请求来自 XMLHttpRequest 或 fetch，或 Sec-Fetch 标头未指明文档或框架，或参数重复，或兑换请求来自其他源。',
    remedy:
      '请将直达链接放入 iframe 的 src（或作为页面打开），由浏览器加载。不要用脚本或服务器抓取它，每个参数只给出一次。',
  },
  path_invalid: {
    title: '此页面不存在',
    action: askAdmin,
    cause: '该路径不是 Inlay 的页面，或位于其他源，或带有查询串或片段，或与令牌中的 path 声明不一致。',
    remedy:
      '请使用 /embedded/connections、/embedded/connections/<con_… 或 E<externalId>> 或 /embedded/providers/<provider>，可以是相对路径，也可以是服务器自身公开源上的 https URL；如有 path 声明，须与之相同。',
  },
  token_missing: {
    title: '此链接不完整',
    action: reopen,
    cause: '请求中没有 token 参数。',
    remedy: '请在直达链接后加上 ?token=<JWT>。令牌只能使用一次，每次加载都要生成新的令牌。',
  },
  token_invalid: {
    title: '此链接已损坏',
    action: reopen,
    cause:
      '令牌不是格式正确的紧凑 JWS：必须恰好有三个 base64url 部分，总长不超过 4 KiB，头部为 JSON，载荷为 JSON 对象，成员不得重复，头部不得含 crit、b64、jku、x5u、x5c、jwk、zip 或 enc；如有 typ，须为 JWT；如有 aud，须指明本服务器。',
    remedy: '请用 JWT 库生成令牌并原样传递。检查它是否被截断、被加上引号或被重复编码。',
  },
  alg_invalid: {
    title: '此链接不可信',
    action: askAdmin,
    cause: '令牌头部的 alg 不是 RS256。',
    remedy: '请使用 RS256（RSASSA-PKCS1-v1_5 与 SHA-256）和您的 RSA 私钥签名。',
  },
  sub_missing: {
    title: '此链接没有说明面向谁',
    action: askAdmin,
    cause: '令牌没有 sub 声明。',
    remedy: '请将 sub 设为 <vendorKey>:<customer> 或 <vendorKey>:<customer>:<member>。',
  },
  sub_invalid: {
    title: '此链接没有说明面向谁',
    action: askAdmin,
    cause: 'sub 声明不是由冒号分隔的两段或三段字符串，或其中的客户或成员既不是 Inlay 的 ID，也不是 E 加您的外部 ID。',
    remedy: '请将 sub 设为 <vendorKey>:<customer>[:<member>]，每段都做百分号编码，例如 ven1:cus_… 或 ven1:E42:E7。',
  },
  vendor_missing: {
    title: '此链接来自未知的发送方',
    action: askAdmin,
    cause: '没有供应商使用 sub 中的供应商密钥，或令牌的 kid 不属于该供应商的任何签名密钥。',
    remedy:
      '请在这台服务器上，将 sub 的第一段与您的供应商密钥比对，并将 kid 与 GET /api/v1/signing-keys 列出的 kid 比对。',
  },
  vendor_key_missing: {
    title: '无法验证此链接',
    action: askAdmin,
    cause: '该供应商没有有效的签名密钥。',
    remedy: '请用 POST /api/v1/signing-keys 注册您的公钥，或在那里生成一个密钥。',
  },
  token_signature_invalid: {
    title: '此链接不可信',
    action: askAdmin,
    cause: '该供应商没有任何有效的签名密钥能验证令牌的签名。',
    remedy: '请用在此处有效的密钥所对应的私钥签名。更换密钥后，请检查新公钥是否已注册，以及 kid 是否指向它。',
  },
  iat_missing: {
    title: '此链接没有说明生成时间',
    action: askAdmin,
    cause: '令牌没有 iat 声明。',
    remedy: '请将 iat 设为当前时间，即自 1970-01-01 UTC 起的整秒数。',
  },
  iat_invalid: {
    title: '此链接没有说明生成时间',
    action: askAdmin,
    cause: 'iat 声明不是整数。',
    remedy: '请将 iat 设为自 1970-01-01 UTC 起整秒数的 JSON 数字，不要用文本、毫秒或小数。',
  },
  token_expired: {
    title: '此链接已过期',
    action: reopen,
    cause: '令牌的 iat 与本服务器时钟相差超过 30 秒，或其 exp 或 nbf 声明此刻不成立。',
    remedy: '请在加载框架的那一刻生成令牌，并用 NTP 校准双方时钟。缓存的页面不得保存链接：每次都要调用 getLink。',
  },
  jti_missing: {
    title: '此链接没有自己的编号',
    action: askAdmin,
    cause: '令牌没有 jti 声明。',
    remedy: '请将 jti 设为每个令牌都不同的值，例如随机 UUID。',
  },
  jti_invalid: {
    title: '此链接没有自己的编号',
    action: askAdmin,
    cause: 'jti 声明既不是 1 到 128 个字符的字符串，也不是整数。',
    remedy: '请将 jti 设为字符串形式的随机 UUID，或从不重复的整数。',
  },
  vendor_admin_missing: {
    title: '此应用尚未完成设置',
    action: askAdmin,
    cause: '该供应商没有管理账户。',
    remedy: '请设置管理账户：inlay vendors update <vendor> --admin-customer <customer>。',
  },
  vendor_direct_team_link_disabled: {
    title: '此应用的链接已停用',
    action: askAdmin,
    cause: '该供应商的直达链接已关闭。',
    remedy: '请开启：inlay vendors update <vendor> --direct-links on。',
  },
  team_missing: {
    title: '这里没有您的账户',
    action: askAdmin,
    cause: 'sub 中的客户不是该供应商的客户。',
    remedy:
      '请用 POST /api/v1/customers 创建客户，或更正 sub 的第二段：cus_… 形式的 ID，或 E 加与保存时完全一致的外部 ID。',
  },
  team_not_allowed: {
    title: '此账户不能在这里显示',
    action: askAdmin,
    cause: '令牌的 sub 指向供应商自己的管理账户或其管理者。',
    remedy: '请在 sub 中填写客户账户。管理账户从不在框架中显示。',
  },
  team_unconfirmed: {
    title: '您的账户尚未确认',
    action: askAdmin,
    cause: '该客户尚未确认。',
    remedy: '请用 PATCH /api/v1/customers/{id} {"confirmed": true} 确认。',
  },
  team_direct_team_link_disabled: {
    title: '您的账户已停用链接',
    action: askAdmin,
    cause: '该客户的直达链接已关闭，早于嵌入设置的账户就是如此。',
    remedy: '请用 PATCH /api/v1/customers/{id} {"directLinksEnabled": true} 开启，或使用新客户。',
  },
  team_saml_required: {
    title: '您的公司要求先登录',
    action: '请通过您公司的登录页面登录。',
    cause: '该客户要求 SAML 登录，因此直达链接不能让其人员进入。',
    remedy: '如果允许使用链接，请用 PATCH /api/v1/customers/{id} {"samlRequired": false} 取消该要求。',
  },
  member_invalid: {
    title: '您不是此账户的成员',
    action: askAdmin,
    cause: 'sub 中的成员不属于该客户。',
    remedy: '请用 POST /api/v1/members 在该客户下创建成员，或更正 sub 的第三段。',
  },
  member_unconfirmed: {
    title: '您的成员身份尚未确认',
    action: askAdmin,
    cause: 'sub 中的成员尚未确认。',
    remedy: '请用 PATCH /api/v1/members/{id} {"confirmed": true} 确认。',
  },
  origin_missing: {
    title: '此页面不知道可以显示在哪里',
    action: askAdmin,
    cause: '该客户有多个嵌入源而令牌没有指明其一，或该客户根本没有嵌入源。',
    remedy:
      '请用 PATCH /api/v1/customers/{id} 为客户设置 embeddingOrigins；如有多个，请在令牌的 origin 声明中写明嵌入此链接的那一个。',
  },
  origin_not_allowed: {
    title: '此页面不能显示在这里',
    action: askAdmin,
    cause: '令牌的 origin 声明不在该客户的嵌入源列表中。',
    remedy:
      '请用 PATCH /api/v1/customers/{id} 添加它，或更正声明。源按原文逐字比较：https://host[:port]，小写，无路径，末尾无斜杠。',
  },
  jti_reused: {
    title: '此链接已被使用',
    action: reopen,
    cause: '该令牌此前已被兑换。一个直达链接只让一位访问者进入一次。',
    remedy: '每次加载框架都要生成带新 jti 的新令牌。会重新渲染的宿主页面必须再次向其后端请求。',
  },
  session_missing: {
    title: '您的会话未在此打开',
    action: reopen,
    cause: '请求中没有会话令牌，或该令牌不是本服务器发放的。',
    remedy: '请加载新的直达链接。使用宿主 SDK 时，会通过 getLink 自动完成。',
  },
  session_expired: {
    title: '您的会话已结束',
    action: reopen,
    cause: '会话闲置达 30 分钟，或已超过 8 小时。',
    remedy: '请加载新的直达链接。使用宿主 SDK 时，会通过 getLink 自动完成。',
  },
  session_revoked: {
    title: '您的会话已被终止',
    action: reopen,
    cause: '会话被删除，或其客户、成员、供应商或签名密钥被停用，或其源被移除。',
    remedy: '请在 GET /api/v1/audit-events 中查找该更改；如属误操作，请撤销，然后加载新的链接。',
  },
  rate_limited: {
    title: '尝试次数过多',
    action: waitAndRetry,
    cause: '来自此地址、会话或 API 密钥的请求超过了服务器每分钟接受的数量。',
    remedy: '请等待 Retry-After 给出的秒数。如果许多人共用一个地址，请设置 INLAY_TRUST_PROXY。',
  },
  service_unavailable: {
    title: '此页面暂时不可用',
    action: waitAndRetry,
    cause: '数据库或防重放存储无法应答。没有人进入，也没有消耗任何链接。',
    remedy: '请查看服务器的 GET /health/ready。只要链接还没有过期，同一链接仍可使用。',
  },
  internal_error: {
    title: '出了点问题',
    action: '请重试。如果问题仍然存在，请将下面的参考号告知此应用的管理方。',
    cause: '发生了未预料的故障。服务器日志中以请求 ID 记录了它。',
    remedy: '请在服务器日志中搜索该请求 ID，并报告其内容。',
  },
  not_found: {
    title: '这里什么也没有',
    action: '请检查地址。',
    cause: '没有这个地址，或该供应商没有这个对象。',
    remedy: '请将地址与 GET /api/openapi.json 比对，并将 ID 与其来源列表比对。',
  },
  method_not_allowed: {
    title: '此处不能执行该操作',
    action: '请检查地址。',
    cause: '地址存在，但不支持此方法。',
    remedy: '请使用 Allow 标头列出的方法。',
  },
  request_invalid: {
    title: fixRequest,
    action: '请更正所指出的内容，然后重试。',
    cause: '查询串或请求体不符合此地址所接受的内容。',
    remedy: '请更正 details 指出的成员。未知成员会被拒绝。',
  },
  media_type_unsupported: {
    title: fixRequest,
    action: '请发送 JSON。',
    cause: '请求体的 Content-Type 不是 application/json。',
    remedy: '请发送 Content-Type: application/json 和一个 JSON 对象。',
  },
  body_too_large: {
    title: '请求过大',
    action: '请一次少发一些。',
    cause: '请求体超过了此地址所接受的大小。',
    remedy: '请减少内容：请求体不得超过 64 KiB。',
  },
  api_key_missing: {
    title: '没有发送 API 密钥',
    action: '请发送 API 密钥。',
    cause: '请求中没有 Authorization 标头。',
    remedy: '请发送 Authorization: Bearer inl_…，只用这个标头，且只发一次。',
  },
  api_key_invalid: {
    title: 'API 密钥无效',
    action: '请使用其他 API 密钥。',
    cause: 'API 密钥未知、格式错误或已被吊销。',
    remedy: '请使用在此服务器上有效的密钥；inlay vendors create 会输出第一个密钥。',
  },
  scope_missing: {
    title: '该 API 密钥无权执行此操作',
    action: '请使用其他 API 密钥。',
    cause: 'API 密钥缺少此地址所要求的权限范围。',
    remedy: '请使用具有 details 所列权限范围的密钥。',
  },
  cursor_invalid: {
    title: fixRequest,
    action: '请从第一页重新开始。',
    cause: '该游标不是由此列表生成的。',
    remedy: '请将 nextCursor 原样传回同一列表，或省略 cursor 从头开始。',
  },
  external_id_taken: {
    title: '此外部 ID 已被占用',
    action: '请使用其他外部 ID。',
    cause: '另一个同类对象已使用此外部 ID。',
    remedy: '外部 ID 在您的供应商账户内必须唯一。可用 E<externalId> 查找占用者。',
  },
  customer_is_admin: {
    title: '无法删除此账户',
    action: askAdmin,
    cause: '该客户是供应商自己的管理员账户；没有它，任何直接链接都不会被接受。',
    remedy: '请先用 inlay vendors update --admin-customer 指定另一个管理员账户，或保留此账户。',
  },
  embedding_origin_invalid: {
    title: '有一个嵌入源无效',
    action: '请更正该源。',
    cause: '某个嵌入源不是规范形式，或重复出现，或总数超过 20 个；有误的列表不会保存任何一项。',
    remedy:
      '请将每个源写成 https://host[:port]：小写，使用 A-label，无路径，无通配符，末尾无斜杠或点。http 只适用于 localhost 和回环地址。',
  },
  signing_key_invalid: {
    title: '密钥无效',
    action: '请发送其他密钥。',
    cause: '该密钥不是用于 RS256 的 RSA 公钥：不是 PEM（SPKI）或 JWK，或类型、use 或 alg 不符，或 kid 格式错误。',
    remedy: '请发送以 -----BEGIN PUBLIC KEY----- 开头的 PEM 文本公钥，或 RSA JWK。',
  },
  signing_key_weak: {
    title: '密钥强度不足',
    action: '请发送其他密钥。',
    cause: '该 RSA 密钥少于 2048 位或多于 4096 位，或指数不是 65537，或其模数属于已知可破解的类型。',
    remedy: '请生成新密钥：openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048。',
  },
  signing_key_private: {
    title: '这是私钥',
    action: '请改为发送公钥，并更换此密钥。',
    cause: '所发送的密钥含有私密成员。它既没有被保存，也没有被记入日志。',
    remedy: '私钥应只保存在您自己的服务器上。此密钥已经过传输，请生成新的密钥对并发送其公钥。',
  },
  signing_key_taken: {
    title: '此密钥已注册',
    action: '请使用已有的密钥。',
    cause: '该供应商的另一个签名密钥具有相同的 kid 或相同的密钥内容。',
    remedy: '请使用已注册的密钥，或为新密钥指定其他 kid。',
  },
  signing_key_not_held: {
    title: '此处无法生成链接',
    action: '请生成一个签名密钥。',
    cause: '本服务器为该供应商保管的密钥已停用，因此不能以其名义签署链接。',
    remedy: '请用 POST /api/v1/signing-keys {"generate": {"bits": 2048}} 生成一个，或在您自己的服务器上签署链接。',
  },
  idempotency_key_invalid: {
    title: fixRequest,
    action: '请发送其他 Idempotency-Key。',
    cause: 'Idempotency-Key 标头为空、超过 255 个字符、重复出现，或不是可打印的 ASCII。',
    remedy: '对每个可能需要重发的 POST，请用随机 UUID 作为 Idempotency-Key。',
  },
  idempotency_key_reused: {
    title: fixRequest,
    action: '请发送其他 Idempotency-Key。',
    cause: '此 Idempotency-Key 此前已用于另一个请求。',
    remedy: '每个新请求都要使用新密钥，只有重发同一请求时才使用同一密钥。',
  },
  idempotency_key_in_use: {
    title: '同一请求正在处理中',
    action: waitAndRetry,
    cause: '带有此 Idempotency-Key 的请求尚未得到应答。',
    remedy: '请在 Retry-After 给出的秒数之后重发该请求。',
  },
  connection_missing: {
    title: '此连接不存在',
    action: '请返回列表并选择其他连接。',
    cause: '该客户没有这个连接。',
    remedy: '请将路径中的 ID 与该客户的连接比对。',
  },
  provider_not_configured: {
    title: '此服务不能在这里连接',
    action: '请返回列表并选择其他服务。',
    cause: '没有向该客户提供这个名称的服务；或者这是 OAuth 2.0 服务，而此处缺少其客户端 ID 和密钥，或被该服务拒绝。',
    remedy:
      '请将路径中的服务与 docs/providers/README.md 中的目录比对，并将其设置与服务中的设置比对：PUT /api/v1/providers/{id}。',
  },
  fields_invalid: {
    title: '有些字段需要再检查',
    action: '请更正标出的字段。',
    cause: '某个字段缺失、过长，或不符合该服务条目规定的格式。',
    remedy: '请更正 details 指出的字段。',
  },
  credentials_invalid: {
    title: '这些凭据未被接受',
    action: '请在该服务中核对后重试。',
    cause: '服务自身的端点拒绝了这些凭据。',
    remedy: '请重新复制凭据，并检查它们是否具有该服务条目所列的权限。',
  },
  account_mismatch: {
    title: '这是另一个账户',
    action: '请使用之前连接的账户，或将此账户另建连接。',
    cause: '这些凭据在该服务中属于另一个账户，与此连接不符。原有凭据保持不变。',
    remedy: '请用同一账户重新连接，或创建另一个连接。',
  },
  provider_unavailable: {
    title: '该服务没有应答',
    action: waitAndRetry,
    cause: '服务的端点没有及时应答，或返回了故障，或不允许从此处调用。',
    remedy: '请查看该服务的状态页面。如果是您自己的主机，请参阅 docs/security.md 中的 “Outbound requests”。',
  },
  connection_expired: {
    title: '此连接需要重新连接',
    action: '请重新连接。',
    cause: '该服务不再接受已保存的授权，并且拒绝了续期。',
    remedy: '请让客户的人员在 /embedded/connections/<id> 重新连接。其事件会先报告 expired，之后再报告 connected。',
  },
  connection_not_connected: {
    title: '此连接尚未连接',
    action: '请先连接它。',
    cause: '该连接没有凭据：还没有人连接过，或者已断开。',
    remedy: '请让客户的人员在 /embedded/connections/<id> 进行连接。',
  },
  credentials_unreadable: {
    title: '无法读取已保存的凭据',
    action: '请重新连接，或稍后再来。',
    cause: '已保存的凭据无法解开：其数据行被更改或移动过，或者密钥环中没有对应的密钥。',
    remedy: '请服务器的运维人员在 INLAY_ENCRYPTION_KEYS 中恢复缺失的密钥，连接即可恢复。否则请让客户的人员重新连接。',
  },
  popup_blocked: {
    title: '浏览器拦截了窗口',
    action: '请再按一次按钮，或在新标签页中打开下方的地址。',
    cause: 'window.open 没有返回窗口：浏览器或扩展程序拦截弹出窗口，或者框架的沙盒没有 allow-popups。',
    remedy:
      '带沙盒的 iframe 需要 allow-popups 和 allow-popups-to-escape-sandbox。除此之外，您这边无需处理：框架会提供另一种方式。',
  },
  popup_closed: {
    title: '窗口已关闭',
    action: '没有任何改动。准备好后请重新开始。',
    cause: '在服务返回之前，窗口被关闭或操作被取消。',
    remedy: '无需处理：用户可以重新开始。',
  },
  authorization_denied: {
    title: '未获得访问许可',
    action: '没有任何改动。若要连接，请重新开始并允许访问。',
    cause: '服务返回了 access_denied：用户本人或其组织的规则拒绝了访问。',
    remedy: '如果需要管理员在该服务中批准您的应用，请在您自己的帮助中说明。',
  },
  authorization_failed: {
    title: '连接未成功',
    action: '请重新开始。如果问题仍然存在，请将下方的参考编号告知此应用的运营者。',
    cause: '服务返回了错误，或返回的内容不成立：被其拒绝的 code、不属于我们的 ID 令牌，或没有说明账户。',
    remedy: '服务自身的错误代码见 GET /api/v1/audit-events。常见原因是服务中的重定向 URI 或 scope 与此处的设置不一致。',
  },
  authorization_timeout: {
    title: '用时过长',
    action: '没有任何改动。请重新开始。',
    cause: '授权未在 10 分钟内完成。',
    remedy: '无需处理：用户可以重新开始。',
  },
  state_mismatch: {
    title: '此窗口属于另一次尝试',
    action: '请关闭它，然后从您来时的应用重新开始。',
    cause: '服务的应答与此浏览器发起的任何授权都不相符：其 state 未知、已使用或属于其他浏览器，或其 iss 属于其他服务。',
    remedy:
      '用户可在框架中重新开始。如果反复出现，请检查弹出窗口能否保留本服务器的 Cookie，以及是否有程序两次打开回调地址。',
  },
  jodoo_integration_missing: {
    title: '此地址没有 Jodoo 集成',
    action: '请向给您此地址的人索取正确的地址。',
    cause: '该地址指向的 Jodoo 集成不存在或已删除。',
    remedy: '请从 GET /api/v1/jodoo-integrations 重新复制地址，并在 Jodoo 中填为 App Home Page，或填入表单或仪表盘。',
  },
  jodoo_app_disabled: {
    title: '使用 Jodoo 登录已关闭',
    action: '请让您的管理员重新启用。',
    cause: '该集成在此处已停用。',
    remedy: '用 PATCH /api/v1/jodoo-integrations/{id} 将 enabled 设为 true；并确认 Jodoo 中的集成应用也已启用。',
  },
  jodoo_domain_untrusted: {
    title: '此网站不在可信域名列表中',
    action: '请让您的管理员补全可信域名列表。',
    cause: 'INLAY_PUBLIC_URL 的主机不在该集成的可信域名中。域名必须完全一致：example.com 不包含 a.example.com。',
    remedy:
      '请将本服务器的主机名（不带 https://）填入 Jodoo 的 Trusted Domains 以及此处的 trustedDomains；多个域名用英文逗号分隔，不加空格。',
  },
  jodoo_https_required: {
    title: '此页面需要安全连接',
    action: '请让您的管理员配置 HTTPS。',
    cause: 'INLAY_PUBLIC_URL 不是 https：Jodoo 的 code 可能在传输途中被读取。',
    remedy: '请通过 HTTPS 和有效证书提供 INLAY_PUBLIC_URL。',
  },
  jodoo_code_missing: {
    title: 'Jodoo 没有发来 code',
    action: '请从 Jodoo 重新开始。',
    cause: '回调地址打开时没有 code 参数。',
    remedy: '请确认 Jodoo 与本服务器之间没有程序从地址中去掉参数。',
  },
  jodoo_code_invalid: {
    title: '这次登录已被使用或已过期',
    action: '请重新登录，或在 Jodoo 中再次点击 Enter App。',
    cause: 'Jodoo 的每个 code 只能使用一次且有效期很短：页面被刷新、后退、打开两次，或停留太久。',
    remedy:
      '无需处理：每次点击 Enter App 都会生成新的 code。如果每次都出现，请检查是否有代理或扫描程序先打开了该地址。',
  },
  jodoo_secret_invalid: {
    title: 'Jodoo 登录的配置不正确',
    action: '已通知管理员。请稍后再试。',
    cause: 'Jodoo 拒绝了 Suite Secret：填写有误，或已在 Jodoo 中重置，旧的随即失效。',
    remedy: '请从 Jodoo 复制 Suite Secret，用 PATCH /api/v1/jodoo-integrations/{id} 写入；立即生效，无需重启。',
  },
  jodoo_state_mismatch: {
    title: '这次登录是在别处开始的',
    action: '请在此窗口中重新开始。',
    cause: '返回的 state 不是发给此浏览器的：未知、已使用、超过 10 分钟，或属于其他浏览器。',
    remedy: '用户重新开始即可。如果每次都出现，请检查浏览器能否在独立窗口中保留本服务器的 Cookie。',
  },
  jodoo_tenant_not_allowed: {
    title: '您的 Jodoo 企业无权访问此处',
    action: '请用其他企业登录 Jodoo，或询问您的管理员。',
    cause: 'Jodoo 给出的 tenant_id 不在该集成的列表中。',
    remedy: '如果应当允许该租户，请将其 ID 加入 tenantIds；GET /api/v1/audit-events 中有该 ID。',
  },
  jodoo_member_unmapped: {
    title: '您的 Jodoo 账号尚未关联',
    action: '请让您的管理员进行关联。',
    cause: 'Jodoo 已确认此人身份，但没有任何映射与该 tenant_id 和 username 完全一致（区分大小写）。',
    remedy:
      '用 POST /api/v1/jodoo-members 建立映射；GET /api/v1/audit-events 中有此次尝试的 tenant_id 和 username。也可以将 mappingPolicy 设为 provision。',
  },
  jodoo_member_disabled: {
    title: '您的访问权限已关闭',
    action: '请询问您的管理员。',
    cause: '该映射已停用，或其成员或客户不允许登录。',
    remedy: '请查看 GET /api/v1/jodoo-members 中的 disabled，以及它所指向的成员和客户。',
  },
  jodoo_unavailable: {
    title: '目前无法使用 Jodoo 登录',
    action: '请稍后再试。如果一直如此，请告知您的管理员。',
    cause: '无法向 Jodoo 询问此人是谁：它没有及时应答、限制了请求，或应答了其他内容。',
    remedy: '请稍后再试。如果一直如此，请检查 apiBase 并运行 inlay doctor jodoo。',
  },
  jodoo_member_taken: {
    title: '此 Jodoo 成员已有映射',
    action: '请修改现有的映射。',
    cause: '该集成已有此 tenant_id 和 username 的映射。',
    remedy: '用 GET /api/v1/jodoo-members 找到并修改它；导入会自动修改已有的映射。',
  },
};
