"""A CCS client made of slixmpp and nothing of ours: logs in, acks one upstream message, sends one downstream, awaits its ack.

usage: client.py PORT CERTIFICATE SENDER KEY TOKEN      (exit 0: all of it happened)
"""
import json
import sys

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

GCM = "{google:mobile:data}gcm"


class CcsClient(slixmpp.ClientXMPP):
    def __init__(self, sender, key, token):
        super().__init__(sender + "@gcm.googleapis.com/interop", key, plugin_config={}, sasl_mech="PLAIN")
        self.token = token
        self.done = False
        self.register_handler(Callback("ccs", MatchXPath("{jabber:client}message"), self.on_stanza))
        self.add_event_handler("failed_auth", lambda _: self.abort())

    def on_stanza(self, stanza):
        body = json.loads(stanza.xml.find(GCM).text)
        if body.get("message_type") == "ack" and body["message_id"] == "d-1":
            self.done = True
            self.disconnect()
        elif stanza.xml.get("type") == "normal":
            self.say({"to": body["from"], "message_id": body["message_id"], "message_type": "ack"})
            self.say({"to": self.token, "message_id": "d-1", "data": body["data"]})

    def say(self, body):
        message = slixmpp.xmlstream.ET.Element("{jabber:client}message")
        slixmpp.xmlstream.ET.SubElement(message, GCM).text = json.dumps(body, ensure_ascii=False)
        self.send_raw(slixmpp.xmlstream.tostring(message, xmlns="jabber:client", stream=self))


port, certificate, sender, key, token = sys.argv[1:]
client = CcsClient(sender, key, token)
client.ca_certs = certificate
client.connect(("127.0.0.1", int(port)), use_ssl=True, force_starttls=False, disable_starttls=True)
client.process(forever=False)
sys.exit(0 if client.done else 1)
