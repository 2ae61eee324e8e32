namespace CcsBridge.Simulation;

/// <summary>What a message does to those who carry it.</summary>
internal enum Nature
{
    Ordinary,

    /// <summary>The endpoint drops every session on which its stanza arrives.</summary>
    EndsSessions,

    /// <summary>The process that writes its stanza is gone.</summary>
    KillsProcesses,
}
