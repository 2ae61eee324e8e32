namespace CcsBridge.Connector.Settings;

/// <summary>What is wrong with a setting.</summary>
/// <param name="Name">As in <c>appsettings.json</c>, <c>Ccs:Port</c>; the environment spells it <c>Ccs__Port</c>.</param>
/// <param name="Found">Never a secret.</param>
/// <param name="Allowed">What it may be, or what to do.</param>
internal sealed record SettingFault(string Name, string Found, string Allowed)
{
    public override string ToString() =>
        $"{Name} (environment: {Name.Replace(":", "__", StringComparison.Ordinal)}): found {Found}; allowed: {Allowed}";
}

/// <summary>The settings cannot be used; all faults at once.</summary>
internal sealed class SettingsRefusedException(IReadOnlyList<SettingFault> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<SettingFault> Faults { get; } = faults;
}
