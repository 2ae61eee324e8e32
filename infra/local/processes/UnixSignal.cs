using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CcsBridge.Local.Processes;

/// <summary>SIGTERM, which .NET cannot send by itself.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixSignal
{
    private const int SigTerm = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Asks a process to end. One that has ended already is no error.</summary>
    public static void Terminate(int processId)
    {
        if (Kill(processId, SigTerm) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess)
            throw new Win32Exception(error, $"SIGTERM to process {processId} was refused: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
