using System.Globalization;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>
/// Application properties between .NET and AMQP. Service Bus writes three .NET types as described values; any other described value
/// (or a decimal, a symbol) stays the object it came as and goes out again unchanged.
/// </summary>
internal static class PropertyValues
{
    private const string TimeSpanName = "com.microsoft:timespan";
    private const string UriName = "com.microsoft:uri";
    private const string DateTimeOffsetName = "com.microsoft:datetime-offset";

    /// <exception cref="ArgumentException">AMQP has no such type.</exception>
    public static object ToAmqp(string name, object value) => value switch
    {
        string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or char
            or Guid or DateTime or byte[] or Described or Symbol or Amqp.Types.Decimal => value,
        TimeSpan span => new DescribedValue(new Symbol(TimeSpanName), span.Ticks),
        Uri uri => new DescribedValue(new Symbol(UriName), uri.OriginalString),
        DateTimeOffset moment => new DescribedValue(new Symbol(DateTimeOffsetName), moment.UtcTicks),
        _ => throw new ArgumentException(
            $"The property '{name}' is a {value.GetType()}; allowed are string, bool, char, the integers, float, double, Guid, DateTime, "
            + "DateTimeOffset, TimeSpan, Uri and byte[].",
            nameof(value)),
    };

    public static object? FromAmqp(object? value) => value is DescribedValue { Descriptor: Symbol name } described
        ? ((string)name, described.Value) switch
        {
            (TimeSpanName, long ticks) => new TimeSpan(ticks),
            (UriName, string text) when Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) => uri,
            (DateTimeOffsetName, long ticks) when ticks is >= 0 and <= MaxTicks => new DateTimeOffset(ticks, TimeSpan.Zero),
            _ => value,
        }
        : value;

    /// <summary>A message id or correlation id: AMQP 1.0 §3.2.4 lets it be a string, a ulong, a uuid or bytes.</summary>
    public static string? IdText(object? id) => id switch
    {
        null => null,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(id, CultureInfo.InvariantCulture),
    };

    private const long MaxTicks = 3155378975999999999;
}
