using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Where the results of some calls go within one body, through variables and through what is computed of them.</summary>
/// <param name="IsKept">Whether one is stored in a field, or put into something by a call that is made to keep it.</param>
/// <param name="IsReturned">Whether one leaves as the body's own result.</param>
internal sealed record ResultFlow(bool IsKept, bool IsReturned)
{
    private static readonly string[] Keeping = ["set_", "Add", "TryAdd", "Insert", "Push", "Enqueue", "Append", "Register", "Map", "Use", "Set", "Configure", "Put", "Store"];

    /// <summary>Follows the results of the calls that are meant.</summary>
    public static ResultFlow Follow(MethodDefinition body, Func<Instruction, bool> isMeant)
    {
        var flow = new MethodFlow(body);
        var stack = new StackFlow(flow);
        bool isKept = false, isReturned = false;
        var seen = new HashSet<int>();
        var work = new Queue<int>(Enumerable.Range(0, flow.Code.Count).Where(i => isMeant(flow.Code[i])));
        while (work.Count > 0)
        {
            var from = work.Dequeue();
            if (!seen.Add(from))
                continue;
            foreach (var user in stack.Users(from))
            {
                var instruction = flow.Code[user];
                switch (instruction.OpCode.Code)
                {
                    case Code.Ret:
                        isReturned = true;
                        break;
                    case Code.Stsfld:
                        isKept = true;
                        break;
                    case Code.Stfld when !IsVariable((FieldReference)instruction.Operand):
                        isKept = true;
                        break;
                    case Code.Stfld:
                        Enqueue(i => i.OpCode.Code is Code.Ldfld or Code.Ldflda && ((FieldReference)i.Operand).FullName == ((FieldReference)instruction.Operand).FullName);
                        break;
                    case Code.Call or Code.Callvirt when Keeps((MethodReference)instruction.Operand) && !IsReceiver(stack, user, from):
                        isKept = true;
                        break;
                    case Code.Pop or Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S or Code.Switch:
                        break;
                    default:
                        if (LongForm.Read(instruction, body.Body) is ("stloc", int variable))
                            Enqueue(i => LongForm.Read(i, body.Body) is ("ldloc" or "ldloca", int other) && other == variable);
                        else
                            work.Enqueue(user);
                        break;
                }
            }
        }

        return new ResultFlow(isKept, isReturned);

        void Enqueue(Func<Instruction, bool> isRead) => Enumerable.Range(0, flow.Code.Count).Where(i => isRead(flow.Code[i])).ToList().ForEach(work.Enqueue);
    }

    // State machines and closures keep variables in fields.
    private static bool IsVariable(FieldReference field) => Model.GeneratedCode.HasGeneratedName(field.DeclaringType.GetElementType());

    private static bool Keeps(MethodReference called) => Keeping.Any(k => called.Name.StartsWith(k, StringComparison.Ordinal));

    private static bool IsReceiver(StackFlow stack, int user, int from) => stack.Inputs(user) is { Count: > 0 } inputs && inputs[0].Contains(from) && inputs.Count(i => i.Contains(from)) == 1;
}
