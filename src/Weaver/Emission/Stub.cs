using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission;

/// <summary>What a stub is made of.</summary>
/// <param name="Export">The method that gets it.</param>
/// <param name="Slot">The slot it reads.</param>
/// <param name="DispatchMethod">The dispatch method it calls.</param>
/// <param name="Kind">Where the original instructions are.</param>
/// <param name="BodyMethod">The method they moved to; null unless they did.</param>
/// <param name="Inline">Whether it asks to be inlined.</param>
/// <param name="TailCall">Whether its calls are tail calls.</param>
/// <param name="Self">How it hands over a copy of the struct; null where it hands over the address, or what is no struct.</param>
internal sealed record Stub(
    MethodDefinition Export, FieldDefinition Slot, MethodDefinition DispatchMethod, ExportKind Kind, MethodDefinition? BodyMethod,
        bool Inline, bool TailCall,
    SelfCopy? Self);
