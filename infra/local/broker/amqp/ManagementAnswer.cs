using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.Local.Broker;

/// <summary>What a management request is answered: an HTTP-like code and, if it failed, the condition the clients map to their errors.</summary>
internal sealed record ManagementAnswer(int Code, string Description, string? Condition = null)
{
    public Map Body { get; init; } = [];

    public static readonly ManagementAnswer Done = new(200, "OK");

    public static ManagementAnswer NotImplemented(string text) => new(501, text, ErrorCode.NotImplemented);

    public static ManagementAnswer BadArgument(string text) => new(400, text, "com.microsoft:argument-error");

    public static ManagementAnswer Refused(Refusal why)
    {
        var code = why.Kind switch { RefusalKind.LockLost => 410, RefusalKind.NotFound => 404, _ => 400 };
        return new(code, why.Text, why.Kind.Condition());
    }

    /// <summary>As the clients unbox it: the code an int, the condition a symbol, the body a map even if it is empty.</summary>
    public Message ToMessage()
    {
        var properties = new ApplicationProperties { ["statusCode"] = Code, ["statusDescription"] = Description };
        if (Condition is not null)
            properties["errorCondition"] = new Symbol(Condition);
        return new Message { ApplicationProperties = properties, BodySection = new AmqpValue { Value = Body } };
    }
}
