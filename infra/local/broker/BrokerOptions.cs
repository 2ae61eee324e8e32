namespace CcsBridge.Local.Broker;

/// <summary>How to start a broker. As it stands: any free port, and the key of the official emulator.</summary>
internal sealed record BrokerOptions
{
    /// <summary>On 127.0.0.1; 0: any free one.</summary>
    public int Port { get; init; }

    public string KeyName { get; init; } = "RootManageSharedAccessKey";

    public string Key { get; init; } = "SAS_KEY_VALUE";

    /// <summary>Null: <c>servicebus.json</c> beside this assembly.</summary>
    public Topology? Topology { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
