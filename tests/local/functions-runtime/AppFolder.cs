using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

/// <summary>A Functions app in a folder of its own, with <c>handler.mjs</c> as its handler.</summary>
internal sealed class AppFolder : IDisposable
{
    public const string HttpGet = """
        { "bindings": [
          { "type": "httpTrigger", "direction": "in", "name": "request", "methods": ["get"], "route": "messages/{id:int}", "authLevel": "function" },
          { "type": "http", "direction": "out", "name": "response" } ] }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccsbridge-app-");

    public AppFolder(string? hostJson = null)
    {
        Write("host.json", hostJson ?? HostJson());
    }

    public string Path => _folder.FullName;

    public static string HostJson(string extensions = "{}") => $$"""
        {
          "version": "2.0",
          "customHandler": {
            "description": { "defaultExecutablePath": "node", "arguments": ["{{Repository.Path("tests", "local", "functions-runtime", "handler.mjs")}}"] },
            "enableForwardingHttpRequest": true
          },
          "extensions": {{extensions}}
        }
        """;

    public static string Http(string route, string methods = "[]") => $$"""
        { "bindings": [
          { "type": "httpTrigger", "direction": "in", "name": "request", "methods": {{methods}}, "route": "{{route}}", "authLevel": "anonymous" },
          { "type": "http", "direction": "out", "name": "response" } ] }
        """;

    public AppFolder With(string function, string functionJson)
    {
        Write(System.IO.Path.Combine(function, "function.json"), functionJson);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
