-- Authentication as CCS has it: the SASL user name is SENDER@domain. A stock Prosody takes the local part alone and answers anything with
-- an '@' in it by malformed-request. Also pings each session once it is bound (XEP-0199), and logs what came back.
local sasl = require "util.sasl";
local nodeprep = require "util.encodings".stringprep.nodeprep;
local stanza = require "util.stanza";

local accounts = module:open_store("accounts");
local domain = "@" .. module.host;

local function local_part(name)
	if name:sub(-#domain) == domain then name = name:sub(1, -#domain - 1); end
	return nodeprep(name);
end

module:provides("auth", {
	get_sasl_handler = function()
		return sasl.new(module.host, {
			nodeprep = local_part,
			plain = function(_, username)
				local account = accounts:get(username);
				return account and account.password, account and true;
			end,
		});
	end,
});

-- The event comes before the client has been told its resource, and until then nothing is to be sent to it.
local function ping(session)
	local jid = session.full_jid;
	local request = stanza.iq({ type = "get", id = "are-you-there", from = module.host, to = jid }):tag("ping", { xmlns = "urn:xmpp:ping" });
	module:send_iq(request, session, 10):next(
		function() module:log("info", "ccs: %s answered the ping", jid); end,
		function(why) module:log("error", "ccs: %s did not answer the ping: %s", jid, tostring(why)); end);
end

module:hook("resource-bind", function(event)
	module:add_timer(0.5, function() ping(event.session); end);
end);
