using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Harmony.Diagnostics;
using HotWeave.Harmony.Stubs;
using HotWeave.Loading;
using HotWeave.Runtime;

namespace HotWeave.Harmony.Weaving;

/// <summary>A companion and the loaded assembly that it is for.</summary>
internal sealed class CompanionFile
{
    private const string Folder = ".hotweave/harmony";
    private const string Suffix = ".HotWeave.dll";

    private readonly Assembly _companion;
    private readonly CompanionAttribute _mark;

    private CompanionFile(Assembly assembly, Assembly companion, CompanionAttribute mark)
    {
        Assembly = assembly;
        _companion = companion;
        _mark = mark;
    }

    /// <summary>The loaded assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>What may have methods inlined that get a stub.</summary>
    public IEnumerable<CompanionCallerAttribute> Callers => _companion.GetCustomAttributes<CompanionCallerAttribute>();

    /// <summary>Reads those of a copy, each into the load context of its assembly.</summary>
    /// <exception cref="SwapException">HW9074 to HW9076.</exception>
    public static IReadOnlyList<CompanionFile> ReadAll(string copy)
    {
        var folder = Path.Combine(copy, Folder);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Suffix) : [];
        return files.Length == 0
            ? throw HarmonyDiagnostics.NoCompanions.Refuse(copy, $"there is no file in {folder}")
            : [.. files.Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>What stands before which method.</summary>
    public IReadOnlyList<Stub> FindStubs()
    {
        var slots = _companion.GetType(WovenAssembly.SlotsClass, throwOnError: true)!
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .ToDictionary(static f => f.FieldType);
        return
        [
            .. from type in _companion.GetTypes()
               where type.IsSubclassOf(typeof(Dispatch))
               from dispatch in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
               let stub = dispatch.GetCustomAttribute<CompanionStubAttribute>()
               where stub is not null
               select new Stub(Assembly.ManifestModule.ResolveMethod(stub.Method)!, slots[type], dispatch),
        ];
    }

    /// <summary>Makes the assembly count as woven.</summary>
    public void Mark(IStubKeeper stubs) =>
        Companions.Add(Assembly, new Companion(_companion, new BaselineAttribute(_mark.Id, _mark.Format, _mark.Settings), stubs));

    private static CompanionFile Read(string path)
    {
        var name = Path.GetFileName(path)[..^Suffix.Length];
        var assembly = LoadedModules.FindAssembly(name);
        if (WovenAssembly.From(assembly) is not null)
            throw HarmonyDiagnostics.AlreadyWoven.Refuse(name);
        try
        {
            var companion = AssemblyLoadContext.GetLoadContext(assembly)!.LoadFromStream(new MemoryStream(File.ReadAllBytes(path)));
            if (companion.GetCustomAttribute<CompanionAttribute>() is not { } mark || mark.Assembly != name)
                throw HarmonyDiagnostics.NoCompanions.Refuse(path, "the file is no companion");
            var loaded = assembly.ManifestModule.ModuleVersionId.ToString();
            return loaded == mark.Module
                ? new CompanionFile(assembly, companion, mark)
                : throw HarmonyDiagnostics.NotWhatRuns.Refuse(name, $"its module has the id {loaded}, and the copy's is of {mark.Module}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            throw HarmonyDiagnostics.NoCompanions.Refuse(e, path, e.Message);
        }
    }
}
