using CcsBridge.ServiceBus;

namespace CcsBridge.Functions;

/// <summary>The app's settings, checked (<see cref="SettingsReader"/>).</summary>
/// <param name="Port">On 127.0.0.1; 0 takes any free one.</param>
/// <param name="Bus">Where the bus is.</param>
/// <param name="Tables">Table storage's connection string.</param>
/// <param name="Senders">At least one.</param>
/// <param name="AllowUnverified">Whether any device may claim any account.</param>
/// <param name="Development">Whether <c>echo</c> is answered.</param>
internal sealed record Settings(
    int Port, ServiceBusConnectionString Bus, string Tables, Senders Senders, bool AllowUnverified, bool Development)
{
    // They hold keys.
    public override string ToString() => nameof(Settings);
}
