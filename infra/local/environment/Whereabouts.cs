namespace CcsBridge.Local.Environments;

/// <summary>Where everything is, and three things to try.</summary>
internal static class Whereabouts
{
    public static IEnumerable<string> Of(LocalEnvironment environment)
    {
        var phones = environment.Ccs.DoorUri.ToString().TrimEnd('/');
        var api = environment.Functions.Door.ToString().TrimEnd('/');
        var settings = string.Join(' ', environment.Connector.Settings
            .Where(setting => setting.Key != "Health__Port").Select(setting => $"{setting.Key}='{setting.Value}'"));
        return
        [
            "Everything is up. Ctrl+C stops it.",
            "",
            $"  phones               {phones}/phones",
            $"  functions            {api}/api/messages",
            $"  connector's health   http://127.0.0.1:{environment.Connector.Settings["Health__Port"]}/health/ready",
            $"  Service Bus          {environment.Broker.ConnectionString}",
            $"  Table storage        {environment.Tables.ConnectionString}",
            "",
            "Three things to try:",
            "",
            "  1. Let a phone say something, and read what came back:",
            "",
            $"     curl -X PUT {phones}/phones/bob",
            $"     curl -X POST {phones}/phones/bob/send -d '{{\"action\":\"register\",\"account\":\"bob\"}}'",
            $"     curl -X POST {phones}/phones/bob/send -d '{{\"action\":\"echo\",\"text\":\"hello\"}}'",
            $"     curl '{phones}/phones/bob/inbox?wait=10'",
            "",
            "  2. Send to all of an account's phones:",
            "",
            $"     curl -X POST {api}/api/messages -H 'content-type: application/json' -d '{{\"account\":\"bob\",\"data\":{{\"text\":\"hi\"}}}}'",
            "",
            "  3. Put a message on the queue, in any language; in JavaScript (npm install @azure/service-bus, then node --input-type=module):",
            "",
            "     import { ServiceBusClient } from '@azure/service-bus';",
            $"     const bus = new ServiceBusClient('{environment.Broker.ConnectionString}');",
            "     await bus.createSender('downstream').sendMessages({ body: { to: 'phone-bob-token', data: { text: 'from JavaScript' } } });",
            "     await bus.close();",
            "",
            "Another connector, with these settings (it needs a health port of its own):",
            "",
            $"     {settings} Health__Port=8081 dotnet run --project connector/host",
            "",
        ];
    }
}
