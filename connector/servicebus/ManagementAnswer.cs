using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>What an entity's <c>$management</c> node said to a request (Service Bus AMQP protocol guide, request/response operations).</summary>
internal abstract record ManagementAnswer
{
    private ManagementAnswer() { }

    public sealed record Done(Map Body) : ManagementAnswer;

    /// <summary>The condition is an AMQP error condition; empty if none was given.</summary>
    public sealed record Refused(int Status, string Condition, string Description) : ManagementAnswer
    {
        /// <summary>Without a condition the code alone says it, as Service Bus's own clients read it.</summary>
        public bool IsLockLost => Condition == "com.microsoft:message-lock-lost" || Condition.Length == 0 && Status == 410;
    }

    /// <summary>It was not asked, or its word was not heard.</summary>
    public sealed record Unheard(string Reason) : ManagementAnswer;

    /// <summary>Never throws: it runs on the library's reading thread.</summary>
    public static ManagementAnswer Read(Message answer)
    {
        var properties = answer.ApplicationProperties?.Map ?? new Map();
        if (!properties.TryGetValue("statusCode", out var code) || code is not int status)
            return new Unheard("$management answered without a statusCode");

        if (status is >= 200 and < 300) return new Done((answer.BodySection as AmqpValue)?.Value as Map ?? new Map());
        return new Refused(status, Text(properties, "errorCondition"), Text(properties, "statusDescription"));
    }

    public static string Describe(Refused refused) =>
        string.Create(CultureInfo.InvariantCulture, $"$management answered {refused.Status} {refused.Condition}: {refused.Description}");

    private static string Text(Map properties, string name) => properties.TryGetValue(name, out var value) ? value switch
    {
        string text => text,
        Symbol symbol => (string)symbol ?? "",
        _ => "",
    }
    : "";
}
